import { repairColumns, repairOnly } from './clean-columns.ts';
import { commonAliases, contactAliases } from './common-aliases.ts';
import { type DatasetDefinition, type FieldDefinition, rowRoleReasons } from './dataset.ts';

const fields = {
  customer_id: {
    content: 'id',
    aliases: [
      ...commonAliases.customer_id,
      'requester external id',
      'requester id',
      'person id, subscriber id, contact id',
      ...contactAliases,
    ],
  },
  interaction_id: {
    content: 'id',
    aliases: [
      'interaction id, event id, activity id, session id, visit id, conversation id, call id, message id, 互动编号, 会话id, 访问id',
      'ticket id, ticket no, ticket number, case id, case no, case number, complaint id, request id, 工单编号, 工单号, 投诉编号, 投诉单号',
      'id, 编号',
    ],
  },
  occurred_at: {
    content: 'date',
    aliases: [
      'occurred at, event time, event date, event timestamp, interaction date, interaction time, activity date, activity time, 互动时间, 发生时间, 事件时间',
      'visit date, visit time, visited at, session start, session date, opened at, open time, clicked at, click time, sent at, send time, call date, call time, contact date, contacted at, 访问时间, 浏览时间, 打开时间, 点击时间, 咨询时间, 来电时间, 通话时间, 回访时间, 到店时间',
      'ticket created at, case created date, opened date, complaint date, complaint time, submitted at, 投诉时间, 工单创建时间, 提交时间, 反馈时间, 受理时间, 报修时间',
      'created at, created date, created time, create date, date created, created, created on, date time opened, 创建时间, 创建日期',
      'date, datetime, timestamp, time, 日期, 时间',
    ],
  },
  kind: { content: 'word', aliases: commonAliases.kind },
  channel: {
    content: 'word',
    aliases: [
      ...commonAliases.channel,
      'via, case origin, origin, medium, ticket source, 受理渠道, 反馈渠道, 问题来源',
    ],
  },
  reason: { content: 'word', aliases: commonAliases.reason },
  status: {
    content: 'word',
    aliases: [
      ...commonAliases.status,
      'ticket status, case status, resolution status, resolved, 工单状态, 处理状态, 投诉状态',
    ],
  },
  resolved_at: {
    content: 'date',
    aliases: [
      'resolved at, resolved time, resolved date, solved at, closed at, closed time, closed date, date closed, resolution date, completed at, 解决时间, 关闭时间, 处理时间, 完成时间, 结案时间',
    ],
  },
} as const satisfies Record<string, FieldDefinition>;

/** Visits, opened e-mails, tickets and complaints. */
export const interactions = {
  holds: 'records',
  fields,
  required: ['customer_id', 'occurred_at'],
  dateField: 'occurred_at',
  keywords:
    /ticket|case|visit|session|event|interaction|activity|action|conversation|message|call|opened|click|sent|complain|request|互动|事件|行为|会话|访问|浏览|打开|点击|咨询|来电|通话|回访|到店|投诉|工单|报修|受理/i,
  suggestedBy: ['interaction_id', 'kind'],
  evidence: [{ by: 'keywords', in: [['customer_id', 'interaction_id', 'occurred_at', 'kind']], precedence: 40 }],
  kept: { interaction: 'kept' },
  quarantineReasons: {
    ...rowRoleReasons,
    missing_customer_id: 'customer_id',
    long_customer_id: 'customer_id',
    missing_date: 'occurred_at',
    bad_date: 'occurred_at',
  },
  tables: {
    interactions: {
      customer_id: 'varchar',
      interaction_id: 'varchar',
      occurred_at: 'timestamp',
      interaction: 'varchar',
      channel: 'varchar',
      reason: 'varchar',
      status: 'varchar',
      resolved_at: 'timestamp',
      ...repairColumns,
    },
  },
  omittable: [...repairOnly],
} as const satisfies DatasetDefinition<keyof typeof fields>;
