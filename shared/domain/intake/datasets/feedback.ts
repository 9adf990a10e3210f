import { repairColumns, repairOnly } from './clean-columns.ts';
import { commonAliases, contactAliases } from './common-aliases.ts';
import { type DatasetDefinition, type FieldDefinition, rowRoleReasons } from './dataset.ts';

const fields = {
  customer_id: {
    content: 'id',
    aliases: [
      ...commonAliases.customer_id,
      'person id, recipient id, external reference, external data reference',
      ...contactAliases,
    ],
  },
  response_id: {
    content: 'id',
    aliases: [
      'response id, submission id, answer id, submission token, review id, 答卷编号, 答卷id, 反馈编号, 评价编号',
      'respondent id, id, 编号, 序号',
    ],
  },
  answered_at: {
    content: 'date',
    aliases: [
      'answered at, responded at, response date, response time, submitted at, submit date, submission date, submitted, date submitted, survey date, feedback date, rated at, review date, 答题时间, 提交时间, 填写时间, 提交答卷时间, 评价时间, 评分时间, 反馈时间, 调查时间, 回访时间',
      'end date, completed at, completion date, recorded date, 完成时间',
      'created at, created date, created time, date created, create date, date modified, created, created on, 创建时间',
      'date, datetime, timestamp, time, 日期, 时间',
    ],
  },
  score: {
    content: 'score',
    aliases: [
      'nps, nps score, net promoter score, csat, csat score, ces, ces score, likelihood to recommend, satisfaction, satisfaction score, satisfaction rating, customer satisfaction, overall satisfaction, survey score, survey rating, 满意度, 满意度评分, 满意度得分, 推荐分数, 推荐意愿, 推荐度, nps评分, 净推荐值',
      'score, rating, stars, grade, rate, 评分, 得分, 分数, 打分, 星级, 评价星级',
    ],
  },
  scale: {
    content: 'word',
    aliases: ['scale, score scale, rating scale, max score, maximum score, out of, 量表, 满分, 分制'],
  },
  survey: {
    content: 'word',
    aliases: [
      'survey, survey name, survey type, survey id, questionnaire, question type, score type, metric, touchpoint, 问卷, 问卷名称, 问卷类型, 调查类型, 调查名称, 触点',
    ],
  },
} as const satisfies Record<string, FieldDefinition>;

/** Survey responses. */
export const feedback = {
  holds: 'records',
  fields,
  required: ['customer_id', 'answered_at', 'score'],
  dateField: 'answered_at',
  keywords:
    /nps|promoter|csat|ces|recommend|satisf|survey|score|rating|stars|respon|answer|submi|feedback|review|rated|满意|推荐|评分|评价|星级|得分|打分|问卷|答卷|答题|填写|调查|反馈/i,
  suggestedBy: ['score', 'response_id'],
  // Tickets have scores too, but only surveys have a response date as well.
  evidence: [
    { by: 'keywords', in: [['score'], ['answered_at']], precedence: 30 },
    { by: 'keywords', in: [['score']], precedence: 50 },
  ],
  kept: { feedback: 'kept' },
  quarantineReasons: {
    ...rowRoleReasons,
    missing_customer_id: 'customer_id',
    long_customer_id: 'customer_id',
    missing_date: 'answered_at',
    bad_date: 'answered_at',
    missing_score: 'score',
    bad_score: 'score',
  },
  tables: {
    feedback: {
      customer_id: 'varchar',
      response_id: 'varchar',
      answered_at: 'timestamp',
      satisfaction: 'double',
      survey: 'varchar',
      ...repairColumns,
    },
  },
  omittable: [...repairOnly],
} as const satisfies DatasetDefinition<keyof typeof fields>;
