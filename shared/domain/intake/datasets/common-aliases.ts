/** Aliases of fields that several datasets share; see `aliases` of a {@link FieldDefinition}. */
export const commonAliases = {
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
  status: [
    'order status, 订单状态',
    'financial status, payment status, transaction status, 支付状态, 付款状态, 交易状态',
    'status, 状态',
    'deal stage, stage, order state',
    'transaction type, order type, document type, event type, 交易类型, 订单类型',
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
  kind: [
    'interaction type, event type, activity type, event, action, interaction, activity, communication type, 互动类型, 事件类型, 行为类型, 行为, 事件',
    'ticket type, case type, request type, call type, case record type, 工单类型, 投诉类型, 服务类型',
    'type, kind, 类型',
  ],
  reason: [
    'reason, case reason, contact reason, complaint reason, issue type, issue, problem type, 原因, 投诉原因, 问题类型, 咨询类型',
    'category, ticket category, sub category, topic, campaign, campaign name, page, 问题分类, 问题小类, 分类, 类别, 活动名称',
  ],
} as const;

/** Headers of contact details, which identify the customer in files without an id; nicknames are the last resort. */
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
