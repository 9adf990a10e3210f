/** Canonical columns of an order line. */
export const orderFields = [
  'customer_id',
  'order_id',
  'ordered_at',
  'amount',
  'quantity',
  'unit_price',
  'status',
  'product',
  'category',
  'channel',
  'region',
  'currency',
] as const;

/** Canonical columns of a customer; everything else in the file is kept as an attribute. */
export const customerFields = ['customer_id', 'signed_up_at', 'region', 'customer_type'] as const;

export type OrderField = (typeof orderFields)[number];
export type CustomerField = (typeof customerFields)[number];
export type Field = OrderField | CustomerField;

/**
 * What exports call their columns, most telling first; compared without case, spaces and punctuation.
 * When two headers of one file name the same field, the one earlier in this list wins.
 */
export const aliases: Record<Field, readonly string[]> = {
  customer_id: [
    ...['customer id', 'customer', 'customer no', 'customer number', 'customer code', 'cust id', 'client id', 'client'],
    ...['user id', 'userid', 'member id', 'member no', 'member', 'buyer id', 'buyer', 'account id', 'shopper id'],
    ...['客户编号', '客户id', '客户号', '客户代码', '客户', '会员编号', '会员id', '会员号', '会员卡号', '会员'],
    ...['用户编号', '用户id', '用户', '买家id', '买家会员名', '买家编号', '顾客编号', '顾客id', '顾客'],
  ],
  order_id: [
    ...['order id', 'order no', 'order number', 'order', 'invoice no', 'invoice id', 'invoice number', 'invoice'],
    ...[
      'transaction id',
      'transaction no',
      'transaction',
      'receipt no',
      'receipt id',
      'receipt',
      'ticket id',
      'bill no',
    ],
    ...['订单编号', '订单号', '订单id', '订单', '单号', '交易编号', '交易号', '交易单号', '流水号', '小票号', '发票号'],
  ],
  ordered_at: [
    ...['order date', 'ordered at', 'order time', 'order datetime', 'order timestamp', 'purchase date', 'purchased at'],
    ...[
      'purchase time',
      'invoice date',
      'transaction date',
      'transaction time',
      'created at',
      'paid at',
      'payment date',
    ],
    ...['payment time', 'date', 'datetime', 'time', 'timestamp', 'day'],
    ...[
      '下单时间',
      '下单日期',
      '订单时间',
      '订单日期',
      '订单创建时间',
      '订单付款时间',
      '付款时间',
      '支付时间',
      '付款日期',
    ],
    ...[
      '支付日期',
      '交易时间',
      '交易日期',
      '成交时间',
      '成交日期',
      '购买时间',
      '购买日期',
      '消费时间',
      '消费日期',
      '日期',
      '时间',
    ],
  ],
  amount: [
    ...['line total', 'line amount', 'amount', 'total amount', 'order amount', 'order total', 'total price', 'total'],
    ...[
      'grand total',
      'net amount',
      'paid amount',
      'amount paid',
      'payment amount',
      'sales amount',
      'sales',
      'revenue',
    ],
    ...['spend', 'order value', 'dollar value', 'transaction amount', 'monetary', 'value'],
    ...[
      '实付金额',
      '买家实付金额',
      '买家实际支付金额',
      '实收金额',
      '支付金额',
      '付款金额',
      '订单金额',
      '交易金额',
      '成交金额',
    ],
    ...['消费金额', '销售金额', '销售额', '总金额', '总价', '合计', '金额'],
  ],
  quantity: [
    ...['quantity', 'qty', 'units', 'item quantity', 'items', 'pieces', 'number of items', 'number of units'],
    ...['number of products', 'number of cds', '数量', '购买数量', '商品数量', '宝贝数量', '件数', '销售数量', '销量'],
  ],
  unit_price: [
    ...['unit price', 'price', 'item price', 'price each', 'unit cost', 'selling price', 'sale price'],
    ...['单价', '商品单价', '销售单价', '价格', '商品价格', '售价'],
  ],
  status: [
    ...['order status', 'status', 'payment status', 'financial status', 'transaction type', 'order type', 'state'],
    ...['订单状态', '交易状态', '支付状态', '付款状态', '状态', '交易类型', '订单类型'],
  ],
  product: [
    ...['product id', 'sku', 'product code', 'product', 'stock code', 'item id', 'item', 'product name', 'description'],
    ...['商品编号', '商品编码', '商品id', '货号', '商品', '商品名称', '产品编号', '产品', '产品名称', '宝贝标题'],
  ],
  category: [
    ...['category', 'product category', 'department', 'product type', 'category name', 'product line'],
    ...['类目', '品类', '商品类目', '商品分类', '产品类别', '分类', '类别'],
  ],
  channel: [
    ...['channel', 'sales channel', 'order source', 'source', 'platform', 'store type', 'store'],
    ...['渠道', '销售渠道', '订单来源', '来源', '平台', '门店', '店铺名称'],
  ],
  region: [
    ...['region', 'country', 'province', 'state province', 'city', 'market', 'territory', 'shipping country'],
    ...['地区', '区域', '国家', '省份', '省', '城市', '大区', '收货省份'],
  ],
  currency: ['currency', 'currency code', '币种', '货币'],
  signed_up_at: [
    ...['sign up date', 'signed up at', 'signup date', 'registration date', 'registered at', 'join date', 'joined at'],
    ...['member since', 'created at', 'customer since', 'date joined', 'created'],
    ...['注册时间', '注册日期', '入会时间', '入会日期', '开户日期', '开卡日期', '创建时间'],
  ],
  customer_type: [
    ...['customer type', 'type', 'customer group', 'segment', 'account type', 'membership', 'member level'],
    ...['客户类型', '客户类别', '会员等级', '会员类型', '用户类型', '类型'],
  ],
};
