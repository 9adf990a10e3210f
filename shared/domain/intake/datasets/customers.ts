import { numberedColumns } from './clean-columns.ts';
import { commonAliases, contactAliases } from './common-aliases.ts';
import { type DatasetDefinition, type FieldDefinition, rowRoleReasons } from './dataset.ts';

const profileFields = {
  customer_id: {
    content: 'id',
    aliases: [...commonAliases.customer_id, 'record id, uid, no, 编号', 'id', ...contactAliases],
  },
  signed_up_at: {
    content: 'date',
    aliases: [
      'sign up date, signed up at, signup date, sign up at, registration date, registered at, register date, date registered, join date, joined at, date joined, 注册时间, 注册日期',
      'member since, customer since, optin time, enrolment date, enrollment date, 入会时间, 入会日期, 开户日期, 开卡日期, 成为会员时间, 成为客户时间',
      'created at, created date, create date, date created, created, created on, account created, creation date, 创建时间, 创建日期',
    ],
  },
  region: { content: 'word', aliases: commonAliases.region },
  customer_type: {
    content: 'word',
    aliases: [
      'customer type, customer group, customer class, customer category, customer tier, 客户类型, 客户类别, 客户等级',
      'membership, membership level, member level, member tier, loyalty tier, account type, user type, 会员等级, 会员类型, 用户类型, 会员级别',
      'segment, type, lifecycle stage, 类型',
    ],
  },
} as const satisfies Record<string, FieldDefinition>;

/**
 * Fields of aggregated customers files. `x`, `t_x` and `t` are those of the BG/NBD model; `recency_days` counts from the
 * last order to the date of the export.
 */
const aggregateFields = {
  recency_days: {
    content: 'number',
    aliases: [
      'recency days, days since last order, days since last purchase, days since last transaction, 距上次购买天数, 距上次消费天数, 最近一次消费间隔, 最近消费间隔天数, 最近一次购买距今天数',
      'recency, r value, 最近消费间隔',
    ],
  },
  first_order_at: {
    content: 'date',
    aliases: [
      'first order at, first order date, first purchase date, first purchase, first order, first transaction date, 首次下单时间, 首次购买时间, 首次消费时间, 首次购买日期, 首次消费日期, 首单时间',
    ],
  },
  last_order_at: {
    content: 'date',
    aliases: [
      'last order at, last order date, last purchase date, last purchase, last order, last transaction date, most recent purchase, last purchased at, 最近下单时间, 最近购买时间, 最近消费时间, 最后购买时间, 最后消费时间, 上次消费时间, 上次购买时间, 最近一次消费时间, 最近一次购买时间, 最后购买日期, 最近消费日期',
    ],
  },
  orders: {
    content: 'number',
    aliases: [
      'orders, order count, orders count, total orders, number of orders, num orders, customer total orders, 订单数, 订单数量, 累计订单数, 购买次数, 消费次数, 累计消费次数, 累计购买次数, 下单次数, 交易次数, 消费频次, 累计消费笔数',
      'frequency, purchase count, purchases, number of purchases, total purchases, transactions, transaction count, f value, 购买频次',
    ],
  },
  monetary_total: {
    content: 'money',
    aliases: [
      'monetary total, total spent, total spend, total sales, total revenue, lifetime spend, customer total spent, amount spent, total monetary, 累计消费金额, 消费总额, 累计消费, 总消费金额, 累计金额, 累计购买金额, 消费总金额, 累计成交金额, 累计交易金额',
      'monetary, monetary value, m value, total amount, revenue, spend, 消费金额',
    ],
  },
  monetary_mean: {
    content: 'money',
    aliases: [
      'monetary mean, average order value, avg order value, aov, average spend, mean order value, 客单价, 平均客单价, 平均消费金额, 笔单价, 平均订单金额',
    ],
  },
  x: { content: 'number', aliases: ['repeat purchases, repeat purchase days'] },
  t_x: { content: 'number', aliases: [] },
  t: { content: 'number', aliases: [] },
  currency: { content: 'currency', aliases: commonAliases.currency },
} as const satisfies Record<string, FieldDefinition>;

/** Fields of a customer's profile. Other columns of the file become attributes. */
export const profileFieldNames = Object.keys(profileFields) as (keyof typeof profileFields)[];

const fields = { ...profileFields, ...aggregateFields };

/** Customer profiles, or totals per customer. */
export const customers = {
  holds: 'list',
  fields,
  required: ['customer_id'],
  dateField: 'signed_up_at',
  evidence: [{ by: 'any-field', of: ['signed_up_at', 'region', 'customer_type'], precedence: 60 }],
  kept: { profile: 'kept' },
  quarantineReasons: {
    ...rowRoleReasons,
    missing_customer_id: 'customer_id',
    long_customer_id: 'customer_id',
    bad_amount: 'monetary_total',
    bad_date: 'signed_up_at',
    bad_order_date: 'last_order_at',
    bad_number: 'orders',
  },
  tables: {
    customers: {
      customer_id: 'varchar',
      signed_up_at: 'timestamp',
      region: 'varchar',
      customer_type: 'varchar',
      attributes: 'varchar',
      ...numberedColumns,
    },
    aggregates: {
      customer_id: 'varchar',
      orders: 'integer',
      monetary_total: 'decimal(18, 4)',
      monetary_mean: 'decimal(18, 4)',
      returns_total: 'decimal(18, 4)',
      first_order_at: 'timestamp',
      last_order_at: 'timestamp',
      x: 'integer',
      t_x: 'double',
      t: 'double',
      ...numberedColumns,
    },
  },
  omittable: [],
} as const satisfies DatasetDefinition<keyof typeof fields>;
