import type { Field } from '../datasets/fields.ts';
import type { Dataset } from '../uploads.ts';

export { customerFields, type Field, orderFields } from '../datasets/fields.ts';

/**
 * What exports call their columns, compared without case, spaces and punctuation. One line is one meaning: of two
 * headers in one line neither is more telling; a line further up is more telling than those below.
 */
export const aliases: Readonly<Record<Field, readonly string[]>> = {
  customer_id: [
    'customer id, customer no, customer number, customer code, customer key, cust id, cust no, customer external id, 客户编号, 客户id, 客户号, 客户代码, 客户编码, 顾客编号, 顾客id',
    'sell to customer no, sold to party, sold to customer, kunnr',
    'bill to customer no, invoice account',
    'member id, member no, member number, member code, membership no, loyalty id, user id, buyer id, buyer user id, client id, account id, account number, shopper id, consumer id, 会员编号, 会员id, 会员号, 会员代码, 用户id, 用户编号, 买家id, 买家编号, 客户帐号, 客户账号',
    'loyalty card no, member card no, member card, 会员卡号, 会员卡',
    'buyer username, buyer nick, username, user name, login, 买家会员名, 买家账号, 买家帐号, 下单帐号, 下单账号, 用户账号, 用户帐号, 用户名, 会员名',
    'customer, 客户, 顾客',
    'member, client, buyer, shopper, user, account, 会员, 用户, 买家',
    'associated company id, associated company ids, company id, account name, associated company',
    'associated contact id, associated contact ids, contact id',
  ],
  order_id: [
    'order id, order no, order number, order code, order ref, order reference, amazon order id, increment id, sales order, sales order no, sales order number, 订单编号, 订单号, 订单id, 订单号码',
    '主订单编号, 主订单号, parent order id',
    'invoice no, invoice id, invoice number, billing document, sales document, document no, vbeln, bill no, 发票号, 发票号码',
    'transaction id, transaction no, transaction number, transaction ref, 交易编号, 交易号, 交易单号, 交易流水号',
    'receipt no, receipt id, receipt number, sale id, sale number, sales record number, 单号, 流水号, 小票号, 销售单号, 单据号, 单据编号',
    'order, invoice, transaction, receipt, 订单',
    'deal id, opportunity id, record id, payment id, charge id, checkout id, 支付单号',
    'ticket id, ticket no',
  ],
  ordered_at: [
    'order date, 订单日期, 下单日期, 订购日期',
    'ordered at, order time, order datetime, order timestamp, order created at, order created, date ordered, 下单时间, 订购时间, 订单时间, 订单创建时间, 订单提交时间, 买家下单时间',
    'purchase date, purchased at, date purchased, 购买日期',
    'purchase time, 购买时间',
    'invoice date, billing date, 开票日期',
    'sale date, sales date, date of sale, 销售日期',
    'transaction date, transaction datetime, 交易日期',
    'sale time, transaction time, 销售时间, 交易时间',
    'order start date, document date, audat',
    'date created, created at, created date, create date, created, creation date, created on, created time, erdat',
    'paid at, payment date, date paid, paid on date, payments date, 付款日期, 支付日期',
    'payment time, paid time, 订单付款时间, 买家付款时间, 付款时间, 支付时间, 支付完成时间',
    'posting date, posted date, close date, closed date, 成交日期, 成交时间, 订单成交时间, 交易成功时间',
    '消费日期',
    '消费时间, 结账时间, 收银时间',
    'datetime, timestamp',
    'date, 日期',
    'day',
    'time, 时间',
  ],
  amount: [
    'line total, line amount, line item total, line net amount, order line total, row total, item total, item amount, item subtotal, extended price, extended amount, 小计, 商品小计, 行金额, 明细金额, 子订单实付金额, 商品实付金额, 商品成交金额',
    'amount, 金额',
    'total amount, total price, total, 总金额, 总价, 合计, 合计金额',
    'net sales, net amount, net value, netwr, sales amount, sales value, 销售金额, 销售额',
    'amount paid, paid amount, payment amount, total paid, 实付金额, 实收金额, 支付金额, 付款金额, 实付款, 实付',
    'transaction amount, sale amount, purchase amount, 交易金额, 成交金额, 消费金额',
    'sales, revenue, spend, turnover, dollar value, purchase value, monetary, value, 营业额',
    'gross, gross sales, gross amount, 商品金额',
    'subtotal, net',
  ],
  order_total: [
    'order total, order amount, order value, order total amount, total order amount, total order value, order grand total, 订单金额, 订单总额, 订单总金额, 订单总价, 买家实际支付金额, 买家实付金额, 订单实付金额, 用户实付金额, 订单支付金额, 总实付金额',
    'grand total, base grand total, amount including vat, invoice amount, invoice total, deal amount, opportunity amount',
    'total collected, adjusted order total, 订单应付金额, 应付金额, 买家应付货款, 商家实收金额, 商品总价, 商品金额合计',
  ],
  quantity: [
    'quantity, qty, quantity purchased, qty purchased, quantity ordered, qty ordered, order quantity, quantity sold, qty sold, kwmeng, fkimg, 数量, 购买数量, 订购数量, 商品数量, 宝贝数量, 销售数量, 成交数量',
    'units, units sold, item quantity, product quantity, number of units, 件数, 商品件数, 销量',
    'quantity refund',
    'pieces, items, number of items, item count, number of products, number of cds, total items, 宝贝总数量, 订单商品总件数, 商品总数量, 商品总件数',
  ],
  unit_price: [
    'unit price, price each, price per unit, lineitem price, 单价, 商品单价, 销售单价, 成交单价',
    'price, 价格, 商品价格, 京东价',
    'item price, item cost, product price, selling price, sale price, sold for, 售价',
    'unit cost',
  ],
  status: [
    'order status, 订单状态',
    'financial status, payment status, transaction status, 支付状态, 付款状态, 交易状态',
    'status, 状态',
    'deal stage, stage, order state',
    'transaction type, order type, document type, event type, 交易类型, 订单类型',
  ],
  product: [
    'product id, sku, product code, stock code, item id, item code, item no, item number, article no, asin, material, material number, matnr, variant sku, lineitem sku, 商品编号, 商品编码, 商品id, 货号, 产品编号, 产品编码, 商家编码',
    'product, item, article, 商品, 产品',
    'product name, item name, item title, lineitem name, product title, 商品名称, 产品名称, 商品标题, 宝贝标题, 选购商品, 全部商品名称',
    'description, title, 标题',
  ],
  category: [
    'category, product category, item category, category name, 类目, 品类, 商品类目, 商品分类, 商品品类, 产品类别, 分类, 类别',
    'department, product type, product line, product group, 大类, 部门',
  ],
  channel: [
    'channel, sales channel, order channel, 渠道, 销售渠道, 订单渠道',
    'order source, source, source name, purchase point, original source, 订单来源, 来源',
    'platform, store type, marketplace, marketplace name, 平台, 平台名称',
    'store, store name, shop, location, location name, branch, 门店, 门店名称, 店铺名称, 店铺',
  ],
  region: [
    'region, territory, market, 地区, 区域, 大区, 所属地区, 所在地区',
    'country, country code, country name, country region, 国家',
    'shipping country, ship country, shipping country code, country code shipping, ship to country',
    'billing country, billing country code, country code billing, default address country code, default address country',
    'province, state province, shipping province, ship state, billing province, billing state, default address province code, 省份, 省, 收货省份, 收货人省份, 收货省, 所在省, 所在省份',
    'city, shipping city, ship city, billing city, default address city, 城市, 市, 收货城市, 收货人城市, 收货市, 所在城市, 所在市',
    'state',
  ],
  currency: [
    'currency, currency code, order currency, currency iso code, order currency code, waerk, 币种, 货币, 币别',
  ],
  signed_up_at: [
    'sign up date, signed up at, signup date, sign up at, registration date, registered at, register date, date registered, join date, joined at, date joined, 注册时间, 注册日期',
    'member since, customer since, optin time, enrolment date, enrollment date, 入会时间, 入会日期, 开户日期, 开卡日期, 成为会员时间, 成为客户时间',
    'created at, created date, create date, date created, created, created on, account created, creation date, 创建时间, 创建日期',
  ],
  customer_type: [
    'customer type, customer group, customer class, customer category, customer tier, 客户类型, 客户类别, 客户等级',
    'membership, membership level, member level, member tier, loyalty tier, account type, user type, 会员等级, 会员类型, 用户类型, 会员级别',
    'segment, type, lifecycle stage, 类型',
  ],
  recency_days: [
    'recency days, days since last order, days since last purchase, days since last transaction, 距上次购买天数, 距上次消费天数, 最近一次消费间隔, 最近消费间隔天数, 最近一次购买距今天数',
    'recency, r value, 最近消费间隔',
  ],
  first_order_at: [
    'first order at, first order date, first purchase date, first purchase, first order, first transaction date, 首次下单时间, 首次购买时间, 首次消费时间, 首次购买日期, 首次消费日期, 首单时间',
  ],
  last_order_at: [
    'last order at, last order date, last purchase date, last purchase, last order, last transaction date, most recent purchase, last purchased at, 最近下单时间, 最近购买时间, 最近消费时间, 最后购买时间, 最后消费时间, 上次消费时间, 上次购买时间, 最近一次消费时间, 最近一次购买时间, 最后购买日期, 最近消费日期',
  ],
  orders: [
    'orders, order count, orders count, total orders, number of orders, num orders, customer total orders, 订单数, 订单数量, 累计订单数, 购买次数, 消费次数, 累计消费次数, 累计购买次数, 下单次数, 交易次数, 消费频次, 累计消费笔数',
    'frequency, purchase count, purchases, number of purchases, total purchases, transactions, transaction count, f value, 购买频次',
  ],
  monetary_total: [
    'monetary total, total spent, total spend, total sales, total revenue, lifetime spend, customer total spent, amount spent, total monetary, 累计消费金额, 消费总额, 累计消费, 总消费金额, 累计金额, 累计购买金额, 消费总金额, 累计成交金额, 累计交易金额',
    'monetary, monetary value, m value, total amount, revenue, spend, 消费金额',
  ],
  monetary_mean: [
    'monetary mean, average order value, avg order value, aov, average spend, mean order value, 客单价, 平均客单价, 平均消费金额, 笔单价, 平均订单金额',
  ],
  x: ['repeat purchases, repeat purchase days'],
  t_x: [],
  t: [],
  interaction_id: [
    'interaction id, event id, activity id, session id, visit id, conversation id, call id, message id, 互动编号, 会话id, 访问id',
    'ticket id, ticket no, ticket number, case id, case no, case number, complaint id, request id, 工单编号, 工单号, 投诉编号, 投诉单号',
    'id, 编号',
  ],
  occurred_at: [
    'occurred at, event time, event date, event timestamp, interaction date, interaction time, activity date, activity time, 互动时间, 发生时间, 事件时间',
    'visit date, visit time, visited at, session start, session date, opened at, open time, clicked at, click time, sent at, send time, call date, call time, contact date, contacted at, 访问时间, 浏览时间, 打开时间, 点击时间, 咨询时间, 来电时间, 通话时间, 回访时间, 到店时间',
    'ticket created at, case created date, opened date, complaint date, complaint time, submitted at, 投诉时间, 工单创建时间, 提交时间, 反馈时间, 受理时间, 报修时间',
    'created at, created date, created time, create date, date created, created, created on, date time opened, 创建时间, 创建日期',
    'date, datetime, timestamp, time, 日期, 时间',
  ],
  kind: [
    'interaction type, event type, activity type, event, action, interaction, activity, communication type, 互动类型, 事件类型, 行为类型, 行为, 事件',
    'ticket type, case type, request type, call type, case record type, 工单类型, 投诉类型, 服务类型',
    'type, kind, 类型',
  ],
  reason: [
    'reason, case reason, contact reason, complaint reason, issue type, issue, problem type, 原因, 投诉原因, 问题类型, 咨询类型',
    'category, ticket category, sub category, topic, campaign, campaign name, page, 问题分类, 问题小类, 分类, 类别, 活动名称',
  ],
  resolved_at: [
    'resolved at, resolved time, resolved date, solved at, closed at, closed time, closed date, date closed, resolution date, completed at, 解决时间, 关闭时间, 处理时间, 完成时间, 结案时间',
  ],
  response_id: [
    'response id, submission id, answer id, submission token, review id, 答卷编号, 答卷id, 反馈编号, 评价编号',
    'respondent id, id, 编号, 序号',
  ],
  answered_at: [
    'answered at, responded at, response date, response time, submitted at, submit date, submission date, submitted, date submitted, survey date, feedback date, rated at, review date, 答题时间, 提交时间, 填写时间, 提交答卷时间, 评价时间, 评分时间, 反馈时间, 调查时间, 回访时间',
    'end date, completed at, completion date, recorded date, 完成时间',
    'created at, created date, created time, date created, create date, date modified, created, created on, 创建时间',
    'date, datetime, timestamp, time, 日期, 时间',
  ],
  score: [
    'nps, nps score, net promoter score, csat, csat score, ces, ces score, likelihood to recommend, satisfaction, satisfaction score, satisfaction rating, customer satisfaction, overall satisfaction, survey score, survey rating, 满意度, 满意度评分, 满意度得分, 推荐分数, 推荐意愿, 推荐度, nps评分, 净推荐值',
    'score, rating, stars, grade, rate, 评分, 得分, 分数, 打分, 星级, 评价星级',
  ],
  scale: ['scale, score scale, rating scale, max score, maximum score, out of, 量表, 满分, 分制'],
  survey: [
    'survey, survey name, survey type, survey id, questionnaire, question type, score type, metric, touchpoint, 问卷, 问卷名称, 问卷类型, 调查类型, 调查名称, 触点',
  ],
  tier: [
    'tier, override tier, tier name, target tier, new tier, fixed tier, 等级, 目标等级, 指定等级, 锁定等级, 调整后等级, 客户等级, 会员等级',
    'level, customer tier, member tier, class, 级别, 层级, 分层, 档位',
  ],
  author: [
    'author, override author, set by, changed by, decided by, entered by, created by, operator, 操作人, 操作员, 设置人, 调整人',
    'requested by, approved by, approver, owner, account manager, responsible, staff, employee, user, 审批人, 申请人, 负责人, 经办人, 客户经理, 业务员',
  ],
  expires_on: [
    'expires on, expires at, expiry, expiry date, expiration date, expires, override expires, valid until, valid to, 到期日, 到期日期, 到期时间, 有效期至, 失效日期, 截止日期',
    'until, end date, ends on, end, 有效期, 结束日期',
  ],
};

/** What only one dataset calls a column so, after the names that all do. */
export const aliasesIn: Readonly<Partial<Record<Dataset, Partial<Record<Field, readonly string[]>>>>> = {
  customers: { customer_id: ['record id, uid, no, 编号', 'id'] },
  interactions: {
    customer_id: ['requester external id', 'requester id', 'person id, subscriber id, contact id'],
    channel: ['via, case origin, origin, medium, ticket source, 受理渠道, 反馈渠道, 问题来源'],
    status: ['ticket status, case status, resolution status, resolved, 工单状态, 处理状态, 投诉状态'],
  },
  feedback: { customer_id: ['person id, recipient id'] },
  overrides: {
    kind: ['override, override kind, override type, rule, mode, 锁定类型, 调整类型, 调整方式, 规则, 方式'],
    reason: ['override reason, why, comment, note, remark, justification, 理由, 调整原因, 锁定原因, 说明, 备注'],
  },
};

/** What names the customer where nothing better does: an address or a number to reach the person, at last a nickname. */
export const contactAliases: readonly string[] = [
  'customer email, customer email address, customer e mail, buyer email, client email, member email, user email, 客户邮箱, 会员邮箱, 用户邮箱, 买家邮箱',
  'email, e mail, email address, mail, 邮箱, 电子邮箱, 电子邮件',
  'billing email, from email address, contact email, requester email, recipient email, respondent email, person email',
  'customer phone, customer mobile, member phone, buyer phone number, 会员手机号, 会员手机, 客户手机号, 客户手机, 用户手机号, 用户手机, 买家手机号, 买家手机',
  'mobile, mobile phone, mobile number, phone, phone number, 手机号, 手机号码, 手机, 联系手机',
  'billing phone, 联系电话, 电话, 电话号码, 联系方式',
  'nickname, 买家昵称, 客户昵称, 用户昵称, 会员昵称, 昵称',
  '收货人手机号, 收货人手机, 收货人手机号/提货人手机号, 收件人手机号, 收件人手机, 收货人电话',
];
