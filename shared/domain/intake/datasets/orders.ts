import { repairColumns, repairOnly } from './clean-columns.ts';
import { commonAliases, contactAliases } from './common-aliases.ts';
import { type DatasetDefinition, type FieldDefinition, rowRoleReasons } from './dataset.ts';

const fields = {
  customer_id: { content: 'id', aliases: [...commonAliases.customer_id, ...contactAliases] },
  order_id: {
    content: 'id',
    aliases: [
      'order id, order no, order number, order code, order ref, order reference, amazon order id, increment id, sales order, sales order no, sales order number, 订单编号, 订单号, 订单id, 订单号码',
      '主订单编号, 主订单号, parent order id',
      'invoice no, invoice id, invoice number, billing document, sales document, document no, document number, vbeln, bill no, 发票号, 发票号码',
      'transaction id, transaction no, transaction number, transaction ref, 交易编号, 交易号, 交易单号, 交易流水号',
      'receipt no, receipt id, receipt number, sale id, sale number, sales record number, 单号, 流水号, 小票号, 销售单号, 单据号, 单据编号',
      'order, invoice, transaction, receipt, 订单',
      'deal id, opportunity id, record id, payment id, charge id, checkout id, 支付单号',
      'ticket id, ticket no',
    ],
  },
  ordered_at: {
    content: 'date',
    aliases: [
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
      'refund date, refunded at, refunded on, refund time, date refunded, return date, returned at, credit note date, credit memo date, 退款日期, 退款时间, 退款成功时间, 退款完结时间, 退款完成时间, 退货日期, 退货时间, 退款申请时间',
    ],
  },
  amount: {
    content: 'money',
    aliases: [
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
  },
  order_total: {
    content: 'money',
    aliases: [
      'order total, order amount, order value, order total amount, total order amount, total order value, order grand total, 订单金额, 订单总额, 订单总金额, 订单总价, 买家实际支付金额, 买家实付金额, 订单实付金额, 用户实付金额, 订单支付金额, 总实付金额',
      'grand total, base grand total, amount including vat, invoice amount, invoice total, deal amount, opportunity amount',
      'total collected, adjusted order total, 订单应付金额, 应付金额, 买家应付货款, 商家实收金额, 商品总价, 商品金额合计',
    ],
  },
  refunded: {
    content: 'money',
    aliases: [
      'refunded amount, amount refunded, refund amount, refunded total, total refunded, refund total, total refund, total refunds, order refund amount, refunded value, refunded, refunds, refund, returned amount, return amount, credit note amount, credit memo amount, 退款金额, 已退款金额, 退款总额, 退款总金额, 退款额, 实退金额, 实际退款金额, 累计退款金额, 退货金额, 已退金额, 退款',
    ],
  },
  quantity: {
    content: 'number',
    aliases: [
      'quantity, qty, quantity purchased, qty purchased, quantity ordered, qty ordered, order quantity, quantity sold, qty sold, kwmeng, fkimg, 数量, 购买数量, 订购数量, 商品数量, 宝贝数量, 销售数量, 成交数量',
      'units, units sold, item quantity, product quantity, number of units, 件数, 商品件数, 销量',
      'quantity refund',
      'pieces, items, number of items, item count, number of products, number of cds, total items, 宝贝总数量, 订单商品总件数, 商品总数量, 商品总件数',
    ],
  },
  unit_price: {
    content: 'money',
    aliases: [
      'unit price, price each, price per unit, lineitem price, 单价, 商品单价, 销售单价, 成交单价',
      'price, 价格, 商品价格, 京东价',
      'item price, item cost, product price, selling price, sale price, sold for, 售价',
      'unit cost',
    ],
  },
  status: { content: 'word', aliases: commonAliases.status },
  /** Whether a payment or an order is a test of the shop; `livemode` says the opposite. */
  test_mode: {
    content: 'word',
    aliases: [
      'livemode, live mode, is live, test mode, testmode, is test, test order, is test order, test payment, is test payment, 是否测试, 测试订单, 是否测试订单',
      'test, mode, sandbox, environment, 测试, 环境',
    ],
  },
  product: {
    content: 'word',
    aliases: [
      'product id, sku, product code, stock code, item id, item code, item no, item number, article no, asin, material, material number, matnr, variant sku, lineitem sku, 商品编号, 商品编码, 商品id, 货号, 产品编号, 产品编码, 商家编码',
      'product, item, article, 商品, 产品',
      'product name, item name, item title, lineitem name, product title, 商品名称, 产品名称, 商品标题, 宝贝标题, 选购商品, 全部商品名称',
      'description, title, 标题',
    ],
  },
  category: {
    content: 'word',
    aliases: [
      'category, product category, item category, category name, 类目, 品类, 商品类目, 商品分类, 商品品类, 产品类别, 分类, 类别',
      'department, product type, product line, product group, 大类, 部门',
    ],
  },
  channel: { content: 'word', aliases: commonAliases.channel },
  region: { content: 'word', aliases: commonAliases.region },
  currency: { content: 'currency', aliases: commonAliases.currency },
} as const satisfies Record<string, FieldDefinition>;

/** Order lines, or whole orders. */
export const orders = {
  holds: 'records',
  fields,
  required: ['customer_id', 'ordered_at'],
  requiredEither: [['amount'], ['quantity', 'unit_price'], ['order_total'], ['refunded']],
  dateField: 'ordered_at',
  // Orders require the most fields, so a file that has them is a file of orders.
  evidence: [{ by: 'required-fields', precedence: 20 }],
  kept: { purchase: 'kept', return: 'returned', undone: 'returned', void: 'filtered' },
  quarantineReasons: {
    ...rowRoleReasons,
    missing_customer_id: 'customer_id',
    long_customer_id: 'customer_id',
    missing_date: 'ordered_at',
    bad_date: 'ordered_at',
    missing_amount: 'amount',
    bad_amount: 'amount',
    missing_quantity: 'quantity',
    bad_quantity: 'quantity',
    foreign_currency: 'currency',
  },
  tables: {
    orders: {
      customer_id: 'varchar',
      order_id: 'varchar',
      ordered_at: 'timestamp',
      amount: 'decimal(18, 4)',
      kind: 'varchar',
      refunded: 'decimal(18, 4)',
      category: 'varchar',
      channel: 'varchar',
      region: 'varchar',
      ...repairColumns,
    },
  },
  omittable: [
    'refunded',
    'product',
    'category',
    'channel',
    'region',
    'currency',
    'unknown_status',
    'is_test',
    ...repairOnly,
  ],
} as const satisfies DatasetDefinition<keyof typeof fields>;
