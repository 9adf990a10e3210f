import { describe, expect, it } from 'vitest';
import { type Mapping, recogniseColumns } from '../../../../../shared/domain/intake/columns/recognise-columns.ts';

/**
 * Header lines of real exports and their expected mappings. The headers come from test files and documentation of public
 * programs that read these exports, and from the vendors' own pages. Repeated columns, such as Shopify's five taxes, are
 * listed once.
 */
interface Export {
  system: string;
  headers: string;
  mapping: Mapping;
  amounts?: { rows: 'orders' | 'lines'; from: 'amount' | 'quantity_and_price' | 'order_total' };
  hashedId?: boolean;
  dropped?: string;
}

const allDatasets = { orders: {}, customers: {}, interactions: {}, feedback: {} };

const orderExports: Export[] = [
  {
    system: 'Shopify, orders (one row per article)',
    headers:
      'Name,Email,Financial Status,Paid at,Fulfillment Status,Fulfilled at,Accepts Marketing,Currency,Subtotal,Shipping,Taxes,Total,Discount Code,Discount Amount,Shipping Method,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem compare at price,Lineitem sku,Lineitem requires shipping,Lineitem taxable,Lineitem fulfillment status,Billing Name,Billing Street,Billing Address1,Billing Address2,Billing Company,Billing City,Billing Zip,Billing Province,Billing Country,Billing Phone,Shipping Name,Shipping Street,Shipping Address1,Shipping Address2,Shipping Company,Shipping City,Shipping Zip,Shipping Province,Shipping Country,Shipping Phone,Notes,Note Attributes,Cancelled at,Payment Method,Payment Reference,Refunded Amount,Vendor,Outstanding Balance,Employee,Location,Device ID,Id,Tags,Risk Level,Source,Lineitem discount,Tax 1 Name,Tax 1 Value,Phone,Receipt Number,Duties,Billing Province Name,Shipping Province Name',
    mapping: {
      customer_id: 'Email',
      order_id: 'Name',
      ordered_at: 'Created at',
      order_total: 'Total',
      quantity: 'Lineitem quantity',
      unit_price: 'Lineitem price',
      refunded: 'Refunded Amount',
      status: 'Financial Status',
      product: 'Lineitem sku',
      channel: 'Source',
      region: 'Shipping Country',
      currency: 'Currency',
    },
    amounts: { rows: 'lines', from: 'quantity_and_price' },
    hashedId: true,
    dropped:
      'Billing Name,Billing Street,Billing Address1,Billing Address2,Billing Zip,Billing Phone,Shipping Name,Shipping Street,Shipping Address1,Shipping Address2,Shipping Zip,Shipping Phone,Notes,Note Attributes,Employee,Tags,Phone',
  },
  {
    system: 'WooCommerce, Advanced Order Export with line totals',
    headers:
      'Order Number,Order Status,Order Date,Customer Note,First Name (Billing),Last Name (Billing),Company (Billing),Address 1&2 (Billing),City (Billing),State Code (Billing),Postcode (Billing),Country Code (Billing),Email (Billing),Phone (Billing),Item #,SKU,Name,Product Variation,Quantity,Quantity (- Refund),Item Cost,Order Line (w/o tax),Order Line Tax,Order Line Total,Order Line Total Refunded,Coupon Code,Discount Amount,Payment Method Title,Cart Discount Amount,Order Subtotal Amount,Order Tax Amount,Order Shipping Amount,Order Refund Amount,Order Total Amount,Order Total Tax Amount,Total items,Total products',
    mapping: {
      customer_id: 'Email (Billing)',
      order_id: 'Order Number',
      ordered_at: 'Order Date',
      amount: 'Order Line Total',
      order_total: 'Order Total Amount',
      quantity: 'Quantity',
      unit_price: 'Item Cost',
      refunded: 'Order Refund Amount',
      status: 'Order Status',
      product: 'SKU',
      region: 'Country Code (Billing)',
    },
    amounts: { rows: 'lines', from: 'amount' },
    hashedId: true,
    dropped:
      'Customer Note,First Name (Billing),Last Name (Billing),Address 1&2 (Billing),Postcode (Billing),Phone (Billing),Name',
  },
  {
    system: 'WooCommerce, Advanced Order Export as it comes',
    headers:
      'Order Number,Order Status,Order Date,Email (Billing),SKU,Item Name,Quantity (- Refund),Item Cost,Order Subtotal Amount,Order Shipping Amount,Order Refund Amount,Order Total Amount,Order Total Tax Amount',
    mapping: {
      customer_id: 'Email (Billing)',
      order_id: 'Order Number',
      ordered_at: 'Order Date',
      order_total: 'Order Total Amount',
      quantity: 'Quantity (- Refund)',
      unit_price: 'Item Cost',
      status: 'Order Status',
      product: 'SKU',
    },
    amounts: { rows: 'lines', from: 'quantity_and_price' },
    hashedId: true,
  },
  {
    system: 'WooCommerce, Order Export & Import (one row per order)',
    headers:
      'order_id,order_number,order_date,status,order_total,order_subtotal,shipping_total,order_currency,payment_method,payment_method_title,customer_id,customer_note,billing_first_name,billing_last_name,billing_phone,billing_address_1,billing_address_2,billing_city,billing_state,billing_postcode,Product Item 1 Name,Product Item 1 id,Product Item 1 SKU,Product Item 1 Quantity,Product Item 1 Total,Product Item 1 Subtotal',
    mapping: {
      customer_id: 'customer_id',
      order_id: 'order_id',
      ordered_at: 'order_date',
      amount: 'order_total',
      status: 'status',
      region: 'billing_state',
      currency: 'order_currency',
    },
    amounts: { rows: 'orders', from: 'amount' },
  },
  {
    system: 'Magento, grid of orders',
    headers:
      'ID,Purchase Point,Purchase Date,Bill-to Name,Ship-to Name,Grand Total (Base),Grand Total (Purchased),Status,Billing Address,Shipping Address,Shipping Information,Customer Email,Customer Group,Subtotal,Shipping and Handling,Customer Name,Payment Method,Total Refunded,Allocated sources,Pickup Location Code,Braintree Transaction Source,Dispute State',
    mapping: {
      customer_id: 'Customer Email',
      order_id: 'ID',
      ordered_at: 'Purchase Date',
      amount: 'Grand Total (Base)',
      refunded: 'Total Refunded',
      status: 'Status',
      channel: 'Purchase Point',
    },
    amounts: { rows: 'orders', from: 'amount' },
    hashedId: true,
    dropped: 'Bill-to Name,Ship-to Name,Billing Address,Shipping Address,Customer Name',
  },
  {
    system: 'Magento, table of orders',
    headers: 'entity_id,increment_id,customer_id,customer_email,grand_total,base_grand_total,status,state,created_at',
    mapping: {
      customer_id: 'customer_id',
      order_id: 'increment_id',
      ordered_at: 'created_at',
      amount: 'base_grand_total',
      status: 'status',
      region: 'state',
    },
    dropped: 'customer_email',
  },
  {
    system: 'Amazon, order report',
    headers:
      'order-id,order-item-id,purchase-date,payments-date,buyer-email,buyer-name,buyer-phone-number,sku,product-name,quantity-purchased,currency,item-price,item-tax,shipping-price,shipping-tax,ship-service-level,recipient-name,ship-address-1,ship-address-2,ship-address-3,ship-city,ship-state,ship-postal-code,ship-country,ship-phone-number,delivery-start-date,delivery-end-date,delivery-time-zone,delivery-Instructions,sales-channel',
    mapping: {
      customer_id: 'buyer-email',
      order_id: 'order-id',
      ordered_at: 'purchase-date',
      amount: 'item-price',
      quantity: 'quantity-purchased',
      product: 'sku',
      channel: 'sales-channel',
      region: 'ship-country',
      currency: 'currency',
    },
    hashedId: true,
    dropped:
      'buyer-name,buyer-phone-number,recipient-name,ship-address-1,ship-address-2,ship-address-3,ship-postal-code,ship-phone-number,delivery-Instructions',
  },
  {
    system: 'Stripe, payments',
    headers:
      'id,Description,Seller Message,Created (UTC),Amount,Amount Refunded,Currency,Converted Amount,Converted Amount Refunded,Fee,Tax,Converted Currency,Mode,Status,Statement Descriptor,Customer ID,Customer Description,Customer Email,Captured,Card ID,Card Last4,Card Brand,Card Funding,Card Exp Month,Card Exp Year,Card Name,Card Address Line1,Card Address Line2,Card Address City,Card Address State,Card Address Country,Card Address Zip,Card Issue Country,Card Fingerprint,Card CVC Status,Invoice ID,Payment Source Type,Destination,Transfer',
    mapping: {
      customer_id: 'Customer ID',
      order_id: 'id',
      ordered_at: 'Created (UTC)',
      amount: 'Amount',
      refunded: 'Amount Refunded',
      status: 'Status',
      test_mode: 'Mode',
      product: 'Description',
      currency: 'Currency',
    },
    dropped:
      'Seller Message,Customer Email,Card Last4,Card Name,Card Address Line1,Card Address Line2,Card Address Zip,Card Fingerprint',
  },
  {
    system: 'Square, transactions',
    headers:
      'Date,Time,Time Zone,Gross Sales,Discounts,Service Charges,Net Sales,Gift Card Sales,Tax,Tip,Partial Refunds,Total Collected,Source,Card,Card Entry Methods,Cash,Square Gift Card,Other Tender,Other Tender Type,Fees,Net Total,Transaction ID,Payment ID,Card Brand,PAN Suffix,Device Name,Staff Name,Staff ID,Details,Event Type,Location,Dining Option,Customer ID,Customer Name,Customer Reference ID,Device Nickname,Deposit ID,Deposit Date,Refund Reason,Discount Name,Transaction Status',
    mapping: {
      customer_id: 'Customer ID',
      order_id: 'Transaction ID',
      ordered_at: 'Date',
      amount: 'Net Sales',
      status: 'Transaction Status',
      channel: 'Source',
    },
    dropped: 'PAN Suffix,Staff Name,Customer Name',
  },
  {
    system: 'Square, items',
    headers:
      'Date,Time,Time Zone,Category,Item,Qty,Price Point Name,SKU,Modifiers Applied,Gross Sales,Discounts,Net Sales,Tax,Transaction ID,Payment ID,Device Name,Notes,Details,Event Type,Location,Dining Option,Customer ID,Customer Name,Customer Reference ID,Unit,Count,Itemization Type,Commission,Employee,Channel,Token',
    mapping: {
      customer_id: 'Customer ID',
      order_id: 'Transaction ID',
      ordered_at: 'Date',
      amount: 'Net Sales',
      quantity: 'Qty',
      status: 'Event Type',
      product: 'SKU',
      category: 'Category',
      channel: 'Channel',
    },
    dropped: 'Notes,Customer Name,Employee',
  },
  {
    system: '淘宝/天猫, ExportOrderList',
    headers:
      '订单编号,买家会员名,买家支付宝账号,买家应付货款,买家应付邮费,买家支付积分,总金额,返点积分,买家实际支付金额,买家实际支付积分,订单状态,买家留言,收货人姓名,收货地址 ,运送方式,联系电话 ,联系手机,订单创建时间,订单付款时间 ,宝贝标题 ,宝贝种类 ,物流单号 ,物流公司,订单备注,宝贝总数量,店铺Id,店铺名称,订单关闭原因,卖家服务费,买家服务费,发票抬头,是否手机订单,分阶段订单信息,定金排名,修改后的sku,修改后的收货地址,异常信息,天猫卡券抵扣,集分宝抵扣,是否是O2O交易,退款金额,确认收货时间,打款商家金额',
    mapping: {
      customer_id: '买家会员名',
      order_id: '订单编号',
      ordered_at: '订单创建时间',
      amount: '买家实际支付金额',
      quantity: '宝贝总数量',
      refunded: '退款金额',
      status: '订单状态',
      product: '宝贝标题 ',
      channel: '店铺名称',
    },
    amounts: { rows: 'orders', from: 'amount' },
    dropped: '买家支付宝账号,买家留言,收货人姓名,收货地址 ,联系电话 ,联系手机,订单备注,发票抬头,修改后的收货地址',
  },
  {
    system: '京东, 订单导出 (one row per article, the order’s total on each)',
    headers:
      '订单号,商品ID,商品名称,订购数量,支付方式,下单时间,京东价,订单金额,结算金额,余额支付,应付金额,订单状态,订单类型,下单帐号,客户姓名,客户地址,联系电话,订单备注,发票类型,发票抬头,发票内容,商家备注,运费金额,付款确认时间,增值税发票,货号,订单完成时间,订单来源,订单渠道',
    mapping: {
      customer_id: '下单帐号',
      order_id: '订单号',
      ordered_at: '下单时间',
      order_total: '订单金额',
      quantity: '订购数量',
      unit_price: '京东价',
      status: '订单状态',
      product: '商品ID',
      channel: '订单渠道',
    },
    amounts: { rows: 'lines', from: 'quantity_and_price' },
    dropped: '客户姓名,客户地址,联系电话,订单备注,发票抬头,商家备注',
  },
  {
    system: '有赞, 订单',
    headers:
      '订单号,买家昵称,买家姓名,买家手机号,会员等级,买家是否会员,客户标签,下单次数,订单状态,订单创建时间,买家付款时间,交易成功时间,全部商品名称,商品种类数,订单商品总件数,运费,店铺优惠合计,商品金额合计,订单实付金额,收货人省份,收货人城市,收货人地区,买家备注,商家订单备注',
    mapping: {
      customer_id: '买家手机号',
      order_id: '订单号',
      ordered_at: '订单创建时间',
      amount: '订单实付金额',
      quantity: '订单商品总件数',
      status: '订单状态',
      product: '全部商品名称',
      region: '收货人省份',
    },
    hashedId: true,
    dropped: '买家昵称,买家姓名,买家备注,商家订单备注',
  },
  {
    system: '有赞, 订单 with nothing but the receiver’s phone',
    headers:
      '订单号,买家付款时间,收货人手机号/提货人手机号,全部商品名称,商品种类数,订单实付金额,订单状态,买家备注,商家订单备注',
    mapping: {
      customer_id: '收货人手机号/提货人手机号',
      order_id: '订单号',
      ordered_at: '买家付款时间',
      amount: '订单实付金额',
      status: '订单状态',
      product: '全部商品名称',
    },
    hashedId: true,
  },
  {
    system: 'Etsy, sold orders',
    headers:
      'Sale Date,Order ID,Buyer User ID,Full Name,First Name,Last Name,Number of Items,Payment Method,Date Shipped,Street 1,Street 2,Ship City,Ship State,Ship Zipcode,Ship Country,Currency,Order Value,Coupon Code,Discount Amount,Shipping,Sales Tax,Order Total,Status,Card Processing Fees,Order Net,Buyer,SKU',
    mapping: {
      customer_id: 'Buyer User ID',
      order_id: 'Order ID',
      ordered_at: 'Sale Date',
      amount: 'Order Total',
      quantity: 'Number of Items',
      status: 'Status',
      product: 'SKU',
      region: 'Ship Country',
      currency: 'Currency',
    },
    dropped: 'Full Name,First Name,Last Name,Street 1,Street 2,Ship Zipcode',
  },
  {
    system: 'eBay, orders report',
    headers:
      'Sales Record Number,Order Number,Buyer Username,Buyer Name,Buyer Email,Buyer Note,Buyer Address 1,Buyer City,Buyer State,Buyer Zip,Buyer Country,Ship To Name,Ship To Phone,Ship To City,Ship To Country,Item Number,Item Title,Custom Label,Quantity,Sold For,Shipping And Handling,Seller Collected Tax,Total Price,Payment Method,Sale Date,Paid On Date,Transaction ID',
    mapping: {
      customer_id: 'Buyer Username',
      order_id: 'Order Number',
      ordered_at: 'Sale Date',
      amount: 'Total Price',
      quantity: 'Quantity',
      unit_price: 'Sold For',
      product: 'Item Number',
      region: 'Ship To Country',
    },
    dropped: 'Buyer Name,Buyer Email,Buyer Note,Buyer Address 1,Buyer Zip,Ship To Name,Ship To Phone',
  },
  {
    system: 'HubSpot, deals',
    headers:
      'Record ID,Deal Name,Deal Stage,Amount,Deal owner,Close Date,Create Date,Associated Company IDs,Last Activity Date',
    mapping: {
      customer_id: 'Associated Company IDs',
      order_id: 'Record ID',
      ordered_at: 'Close Date',
      amount: 'Amount',
      status: 'Deal Stage',
    },
  },
  {
    system: 'Salesforce, opportunities',
    headers: 'Opportunity ID,Account ID,Opportunity Name,Stage,Amount,Close Date,Created Date,Opportunity Owner',
    mapping: {
      customer_id: 'Account ID',
      order_id: 'Opportunity ID',
      ordered_at: 'Close Date',
      amount: 'Amount',
      status: 'Stage',
    },
  },
  {
    system: 'SAP, table VBAK',
    headers: 'VBELN,ERDAT,AUDAT,AUART,NETWR,WAERK,VKORG,KUNNR',
    mapping: { customer_id: 'KUNNR', order_id: 'VBELN', ordered_at: 'AUDAT', amount: 'NETWR', currency: 'WAERK' },
  },
  {
    system: 'Dynamics 365 Business Central, sales headers',
    headers:
      'No.,Sell-to Customer No.,Sell-to Customer Name,Order Date,Posting Date,Document Date,Amount,Amount Including VAT,Currency Code',
    mapping: {
      customer_id: 'Sell-to Customer No.',
      order_id: 'No.',
      ordered_at: 'Order Date',
      amount: 'Amount',
      currency: 'Currency Code',
    },
  },
];

const otherExports: (Export & { dataset: 'customers' | 'interactions' | 'feedback'; isAggregated?: boolean })[] = [
  {
    system: 'Shopify, customers',
    dataset: 'customers',
    headers:
      'Customer ID,First Name,Last Name,Email,Accepts Email Marketing,Default Address Company,Default Address Address1,Default Address Address2,Default Address City,Default Address Province Code,Default Address Country Code,Default Address Zip,Default Address Phone,Phone,Accepts SMS Marketing,Total Spent,Total Orders,Note,Tax Exempt,Tags',
    mapping: { customer_id: 'Customer ID', region: 'Default Address Country Code' },
    dropped:
      'First Name,Last Name,Email,Default Address Company,Default Address Address1,Default Address Address2,Default Address Zip,Default Address Phone,Phone,Note,Tags',
  },
  {
    system: 'HubSpot, contacts',
    dataset: 'customers',
    headers:
      'Record ID,First Name,Last Name,Email,Phone Number,Contact owner,Lifecycle Stage,Lead Status,Country/Region,Create Date,Last Activity Date',
    mapping: {
      customer_id: 'Record ID',
      signed_up_at: 'Create Date',
      region: 'Country/Region',
      customer_type: 'Lifecycle Stage',
    },
    dropped: 'First Name,Last Name,Email,Phone Number,Contact owner',
  },
  {
    system: 'a table of RFM',
    dataset: 'customers',
    headers:
      'CustomerID,Recency,Frequency,Monetary,R_score,F_score,M_score,RFM_score,Segment,LastPurchaseDate,ReferenceDate',
    mapping: {
      customer_id: 'CustomerID',
      customer_type: 'Segment',
      recency_days: 'Recency',
      last_order_at: 'LastPurchaseDate',
      orders: 'Frequency',
      monetary_total: 'Monetary',
    },
    isAggregated: true,
  },
  {
    system: 'summary data of lifetimes, where recency is a span and frequency counts repeats',
    dataset: 'customers',
    headers: 'customer_id,frequency,recency,T,monetary_value',
    mapping: { customer_id: 'customer_id', x: 'frequency', t_x: 'recency', t: 'T', monetary_mean: 'monetary_value' },
    isAggregated: true,
  },
  {
    system: '会员汇总',
    dataset: 'customers',
    headers: '会员编号,姓名,手机号,会员等级,入会时间,最近消费时间,累计消费次数,累计消费金额,客单价',
    mapping: {
      customer_id: '会员编号',
      signed_up_at: '入会时间',
      customer_type: '会员等级',
      last_order_at: '最近消费时间',
      orders: '累计消费次数',
      monetary_total: '累计消费金额',
      monetary_mean: '客单价',
    },
    isAggregated: true,
    dropped: '姓名,手机号',
  },
  {
    system: 'Zendesk, tickets',
    dataset: 'interactions',
    headers:
      'Summation column,Id,Requester,Requester id,Requester external id,Requester email,Requester domain,Submitter,Assignee,Group,Subject,Tags,Status,Priority,Via,Ticket type,Created at,Updated at,Assigned at,Organization,Due date,Initially assigned at,Solved at,Resolution time,Satisfaction Score',
    mapping: {
      customer_id: 'Requester external id',
      interaction_id: 'Id',
      occurred_at: 'Created at',
      kind: 'Ticket type',
      channel: 'Via',
      status: 'Status',
      resolved_at: 'Solved at',
    },
    dropped: 'Requester,Requester email,Submitter,Assignee,Subject,Tags',
  },
  {
    system: 'Freshdesk, tickets',
    dataset: 'interactions',
    headers:
      'Ticket ID,Subject,Status,Priority,Source,Type,Agent,Group,Created time,Due by Time,Resolved time,Closed time,Resolution time (in hrs),Resolution status,Full name,Email,Contact ID',
    mapping: {
      customer_id: 'Contact ID',
      interaction_id: 'Ticket ID',
      occurred_at: 'Created time',
      kind: 'Type',
      channel: 'Source',
      status: 'Status',
      resolved_at: 'Closed time',
    },
    dropped: 'Subject,Full name,Email',
  },
  {
    system: 'Salesforce, cases',
    dataset: 'interactions',
    headers:
      'Case Number,Subject,Status,Priority,Origin,Owner,Account,Contact,Customer Type,Web Name,Web Email,Web Phone,Record Type,Category,Sub Category,Created By,Created Date,Closed Date,Customer Comment',
    mapping: {
      customer_id: 'Account',
      interaction_id: 'Case Number',
      occurred_at: 'Created Date',
      channel: 'Origin',
      reason: 'Category',
      status: 'Status',
      resolved_at: 'Closed Date',
    },
    dropped: 'Subject,Owner,Contact,Web Name,Web Email,Web Phone,Customer Comment',
  },
  {
    system: '客户投诉',
    dataset: 'interactions',
    headers:
      'id,月份,周期,客户等级,投诉时间,客户代码,产品型号,问题来源,生产部门,订单数量,投诉数量,问题性质,投诉问题描述,问题小类,改善措施,责任人,备注,状态',
    mapping: {
      customer_id: '客户代码',
      interaction_id: 'id',
      occurred_at: '投诉时间',
      channel: '问题来源',
      reason: '问题小类',
      status: '状态',
    },
    dropped: '投诉问题描述,备注',
  },
  {
    system: 'events of a website',
    dataset: 'interactions',
    headers: 'user_id,event_type,event_time,channel,page',
    mapping: {
      customer_id: 'user_id',
      occurred_at: 'event_time',
      kind: 'event_type',
      channel: 'channel',
      reason: 'page',
    },
  },
  {
    system: 'mails opened',
    dataset: 'interactions',
    headers: 'Email Address,Campaign,Opened At,Clicks',
    mapping: { customer_id: 'Email Address', occurred_at: 'Opened At', reason: 'Campaign' },
    hashedId: true,
  },
  {
    system: 'answers to NPS',
    dataset: 'feedback',
    headers: 'Response ID,Customer ID,Responded At,NPS Score,Comment',
    mapping: {
      customer_id: 'Customer ID',
      response_id: 'Response ID',
      answered_at: 'Responded At',
      score: 'NPS Score',
    },
    dropped: 'Comment',
  },
  {
    system: '满意度问卷',
    dataset: 'feedback',
    headers: '答卷编号,客户编号,提交答卷时间,满意度评分,建议',
    mapping: { customer_id: '客户编号', response_id: '答卷编号', answered_at: '提交答卷时间', score: '满意度评分' },
    dropped: '建议',
  },
];

describe('orders of', () => {
  it.each(orderExports)(
    '$system are recognised without a mapping',
    ({ headers, mapping, amounts, hashedId = false, dropped }) => {
      const recognised = recogniseColumns(headers.split(','), undefined, allDatasets);
      expect(recognised.dataset).toBe('orders');
      expect(recognised.mapping).toEqual(mapping);
      expect(recognised.hashedId).toBe(hashedId);
      if (amounts) expect(recognised.amounts).toMatchObject(amounts);
      if (dropped) expect(recognised.dropped).toEqual(dropped.split(','));
    },
  );
});

describe('a file of', () => {
  it.each(otherExports)('$system is recognised by its columns', ({ headers, dataset, mapping, ...expected }) => {
    const recognised = recogniseColumns(headers.split(','), undefined, allDatasets);
    expect(recognised.dataset).toBe(dataset);
    expect(recognised.mapping).toEqual(mapping);
    expect(recognised.hashedId).toBe(expected.hashedId ?? false);
    expect(recognised.isAggregated).toBe(expected.isAggregated ?? false);
    if (expected.dropped) expect(recognised.dropped).toEqual(expected.dropped.split(','));
  });
});

describe('rejects an export without a customer:', () => {
  it.each([
    {
      system: 'Amazon, all orders',
      headers:
        'amazon-order-id,merchant-order-id,purchase-date,last-updated-date,order-status,fulfillment-channel,sales-channel,order-channel,url,ship-service-level,product-name,sku,asin,item-status,quantity,currency,item-price,item-tax,shipping-price,shipping-tax,gift-wrap-price,gift-wrap-tax,item-promotion-discount,ship-promotion-discount,ship-city,ship-state,ship-postal-code,ship-country,promotion-ids',
    },
    {
      system: 'Amazon, settlement',
      headers:
        'settlement-id,settlement-start-date,settlement-end-date,deposit-date,total-amount,currency,transaction-type,order-id,merchant-order-id,adjustment-id,shipment-id,marketplace-name,amount-type,amount-description,amount,fulfillment-id,posted-date,posted-date-time,order-item-code,sku,quantity-purchased',
    },
    {
      system: '天猫, 宝贝明细',
      headers:
        '子订单编号,主订单编号,商品标题,商品价格,购买数量,商品属性,套餐信息,订单状态,商家编码,买家应付货款,买家实付金额,退款状态,退款金额,订单创建时间,订单付款时间,商品ID,商家备注',
    },
    {
      system: '拼多多, 订单',
      headers:
        '商品,订单号,订单状态,商品总价(元),店铺优惠折扣(元),平台优惠折扣(元),邮费(元),用户实付金额(元),商家实收金额(元),商品数量(件),订单成交时间,商品id,商品规格,售后状态,快递单号,快递公司',
    },
  ])('$system', ({ headers }) => {
    expect(() => recogniseColumns(headers.split(','), undefined, allDatasets)).toThrow(
      expect.objectContaining({ name: 'MissingColumnsError', needed: ['customer_id'] }),
    );
  });
});
