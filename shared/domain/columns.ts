import { MissingColumnsError } from '../errors.ts';
import type { Dataset } from './uploads.ts';

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

/** Canonical name → header as the export writes it. */
export type Mapping = Partial<Record<Field, string>>;

export interface Recognised {
  dataset: 'orders' | 'customers';
  mapping: Mapping;
  /** Headers that identify a person directly; they are never read. */
  dropped: string[];
  /** Headers without a canonical meaning; kept as attributes of customers, left out of orders. */
  others: string[];
}

/**
 * What exports call their columns, most telling first; compared without case, spaces and punctuation.
 * When two headers of one file name the same field, the one earlier in this list wins.
 */
const aliases: Record<Field, readonly string[]> = {
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

/** Headers of direct identifiers: their columns are never read. */
const identifiers =
  /^(customer|buyer|contact|billing|shipping|first|last|full|user|member|client)?(name|firstname|lastname|fullname|surname)$|e?mail|phone|mobile|telephone|street|address|postcode|zipcode|idcard|passport|bankcard|cardnumber|iban|姓名|收货人|联系人|手机|电话|邮箱|地址|身份证|银行卡|邮编/u;

/** A header as it is compared: no case, no spaces, no punctuation, full width made half width. */
export function normalised(header: string): string {
  return header
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '');
}

const aliasRank = new Map<Field, Map<string, number>>(
  (Object.keys(aliases) as Field[]).map((field) => [
    field,
    new Map(aliases[field].map((alias, rank) => [normalised(alias), rank])),
  ]),
);

function mapFields(headers: readonly string[], fields: readonly Field[], byHand: Mapping): Mapping {
  const mapping: Mapping = {};
  const taken = new Set<string>();
  for (const [field, header] of Object.entries(byHand) as [Field, string][]) {
    const found = headers.find((candidate) => candidate.trim() === header.trim());
    if (found === undefined) continue;
    mapping[field] = found;
    taken.add(found);
  }
  for (const field of fields) {
    if (mapping[field] !== undefined) continue;
    const ranks = aliasRank.get(field) ?? new Map<string, number>();
    const [best] = headers
      .filter((header) => !taken.has(header) && ranks.has(normalised(header)))
      .toSorted((a, b) => (ranks.get(normalised(a)) ?? 0) - (ranks.get(normalised(b)) ?? 0));
    if (best === undefined) continue;
    mapping[field] = best;
    taken.add(best);
  }
  return mapping;
}

function missingOrderFields(mapping: Mapping): string[] {
  const missing: string[] = (['customer_id', 'ordered_at'] as const).filter((field) => mapping[field] === undefined);
  const hasAmount =
    mapping.amount !== undefined || (mapping.quantity !== undefined && mapping.unit_price !== undefined);
  return hasAmount ? missing : [...missing, 'amount'];
}

/**
 * Tells from the headers alone what a file holds and which column is which.
 * @param headers as the file writes them
 * @param dataset what the inbox folder says, if anything
 * @param byHand the policy's mapping for each dataset; it wins over recognition
 * @throws {MissingColumnsError} with what was found, what is needed, and the mapping to write
 */
export function recogniseColumns(
  headers: readonly string[],
  dataset: Dataset | undefined,
  byHand: { orders: Mapping; customers: Mapping },
): Recognised {
  const orders = mapFields(headers, orderFields, byHand.orders);
  const customers = mapFields(headers, customerFields, byHand.customers);
  const missing = missingOrderFields(orders);

  const isOrders = dataset === 'orders' || (dataset === undefined && missing.length === 0);
  if (isOrders && missing.length === 0) return recognised('orders', orders, headers);

  const isCustomers =
    dataset === 'customers' ||
    (dataset === undefined && (customers.signed_up_at ?? customers.region ?? customers.customer_type) !== undefined);
  if (isCustomers && customers.customer_id !== undefined && orders.amount === undefined) {
    return recognised('customers', customers, headers);
  }
  if (dataset === 'customers') throw notUnderstood('customers', headers, ['customer_id']);
  throw notUnderstood('orders', headers, missing);
}

function recognised(dataset: 'orders' | 'customers', mapping: Mapping, headers: readonly string[]): Recognised {
  const used = new Set(Object.values(mapping));
  const unused = headers.filter((header) => !used.has(header));
  const dropped = unused.filter((header) => identifiers.test(normalised(header)));
  return { dataset, mapping, dropped, others: unused.filter((header) => !dropped.includes(header)) };
}

function notUnderstood(dataset: string, found: readonly string[], missing: readonly string[]): MissingColumnsError {
  const shown = found.slice(0, 40).map((header) => `"${header.slice(0, 60)}"`);
  const example = Object.fromEntries(missing.map((field) => [field, `<header of ${field}>`]));
  return new MissingColumnsError(
    [
      `No column was recognised as ${missing.join(', ')} of ${dataset}`,
      `found: ${shown.join(', ')}${found.length > shown.length ? ` and ${found.length - shown.length} more` : ''}`,
      'needed: customer_id, ordered_at, and amount or quantity with unit_price (for a customers file: customer_id)',
      `write into the policy: ${JSON.stringify({ columns: { [dataset]: example } })}`,
    ].join('; '),
    found,
    missing,
  );
}
