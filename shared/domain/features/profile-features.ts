import { degree, type Feature, label, magnitude } from './feature.ts';

const noResponse = 'without a survey response in the window';

/** The customer's identity. */
export const identityFeatures = {
  customer_id: {
    type: 'VARCHAR',
    unit: 'text',
    label: label('customer id', '客户编号'),
    formula: 'as in the exports',
    published: 'any',
  },
} as const satisfies Record<string, Feature>;

/** Where and what customers buy. */
export const preferenceFeatures = {
  region: {
    type: 'VARCHAR',
    unit: 'text',
    label: label('region', '地区'),
    formula: 'from the customers file, otherwise the region with the most spend',
    nullWhen: 'if neither names one',
    inConditions: true,
    published: 'any',
    scoreInput: true,
  },
  top_category: {
    type: 'VARCHAR',
    unit: 'text',
    label: label('top category', '首选品类'),
    formula: 'the category with the most spend; on a tie the alphabetically later one',
    nullWhen: 'without a known category',
    inConditions: true,
    published: 'any',
  },
  categories: {
    type: 'INTEGER',
    unit: 'number',
    label: label('categories', '品类数'),
    formula: 'distinct categories bought',
    nullWhen: 'without a known category',
    better: 'more',
    clustering: magnitude(['few categories', '品类少'], ['many categories', '品类多']),
  },
  top_category_share: {
    type: 'DOUBLE',
    unit: 'share',
    label: label('share of the top category', '首选品类占比'),
    formula: 'purchases in the top category ÷ purchases with a known category',
    nullWhen: 'without a known category',
  },
  top_channel: {
    type: 'VARCHAR',
    unit: 'text',
    label: label('top channel', '首选渠道'),
    formula: 'the channel with the most spend; on a tie the alphabetically later one',
    nullWhen: 'without a known channel',
    inConditions: true,
    published: 'any',
  },
  channels: {
    type: 'INTEGER',
    unit: 'number',
    label: label('channels', '渠道数'),
    formula: 'distinct channels bought through',
    nullWhen: 'without a known channel',
    better: 'more',
    clustering: magnitude(['one channel', '渠道单一'], ['many channels', '渠道多']),
  },
  online_share: {
    type: 'DOUBLE',
    unit: 'share',
    label: label('online share', '线上占比'),
    formula: 'purchases through online channels ÷ purchases with a known channel',
    nullWhen: 'without a known channel',
    better: 'more',
    clustering: degree(['offline', '线下'], ['online', '线上']),
  },
} as const satisfies Record<string, Feature>;

export const interactionFeatures = {
  interactions: {
    type: 'INTEGER',
    unit: 'number',
    label: label('interactions', '互动次数'),
    formula: 'interactions in the window, of all kinds',
    better: 'more',
    clustering: magnitude(['few contacts', '少互动'], ['many contacts', '多互动']),
    scoreInput: true,
  },
  last_interaction_at: {
    type: 'TIMESTAMP',
    unit: 'time',
    label: label('last interaction', '最近互动时间'),
    formula: 'time of the last of these',
    nullWhen: 'without one',
    published: 'any',
  },
  visits: {
    type: 'INTEGER',
    unit: 'number',
    label: label('visits', '访问次数'),
    formula: 'visits among the interactions',
    better: 'more',
    scoreInput: true,
  },
  mails: {
    type: 'INTEGER',
    unit: 'number',
    label: label('e-mails', '邮件次数'),
    formula: 'e-mails among the interactions',
    better: 'more',
    scoreInput: true,
  },
  tickets: {
    type: 'INTEGER',
    unit: 'number',
    label: label('tickets', '工单次数'),
    formula: 'tickets among the interactions',
    better: 'fewer',
    scoreInput: true,
  },
  complaints: {
    type: 'INTEGER',
    unit: 'number',
    label: label('complaints', '投诉次数'),
    formula: 'complaints among the interactions',
    better: 'fewer',
    clustering: magnitude(['few complaints', '少投诉'], ['many complaints', '多投诉']),
    published: 'any',
    scoreInput: true,
  },
  other_interactions: {
    type: 'INTEGER',
    unit: 'number',
    label: label('other interactions', '其他互动次数'),
    formula: 'interactions of other kinds',
  },
} as const satisfies Record<string, Feature>;

export const surveyFeatures = {
  satisfaction: {
    type: 'DOUBLE',
    unit: '0 … 100',
    label: label('satisfaction', '满意度'),
    formula: 'the last survey score in the window',
    nullWhen: noResponse,
    better: 'more',
    clustering: degree(['dissatisfied', '不满意'], ['satisfied', '满意']),
    published: 'any',
    scoreInput: true,
    range: [0, 100],
  },
  satisfaction_mean: {
    type: 'DOUBLE',
    unit: '0 … 100',
    label: label('mean satisfaction', '平均满意度'),
    formula: 'mean of the survey scores in the window',
    nullWhen: noResponse,
    better: 'more',
    scoreInput: true,
    range: [0, 100],
  },
  satisfaction_answers: {
    type: 'INTEGER',
    unit: 'number',
    label: label('survey answers', '调查回答次数'),
    formula: 'survey responses in the window',
    better: 'more',
    scoreInput: true,
  },
  last_answer_at: {
    type: 'TIMESTAMP',
    unit: 'time',
    label: label('last survey answer', '最近回答时间'),
    formula: 'time of the last of these',
    nullWhen: noResponse,
  },
} as const satisfies Record<string, Feature>;

/** Features from the customers file. */
export const profileFeatures = {
  customer_type: {
    type: 'VARCHAR',
    unit: 'text',
    label: label('customer type', '客户类型'),
    formula: 'from the newest row of the customers file',
    nullWhen: 'without one',
    inConditions: true,
    published: 'any',
    scoreInput: true,
  },
  signed_up_at: {
    type: 'TIMESTAMP',
    unit: 'time',
    label: label('sign-up', '注册时间'),
    formula: 'from the newest row of the customers file',
    nullWhen: 'without one',
    published: 'any',
  },
  attributes: {
    type: 'JSON',
    unit: 'JSON',
    label: label('other attributes', '其他属性'),
    formula: 'the other columns of the customers file',
    nullWhen: 'without one',
    published: 'any',
  },
  as_of: {
    type: 'DATE',
    unit: 'date',
    label: label('date of the run', '截止日期'),
    formula: 'the date the run segments for',
  },
} as const satisfies Record<string, Feature>;
