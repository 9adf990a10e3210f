/**
 * Headers of exports of shops, tills, ERPs, CRMs, wallets and public research data, written from what is known of their
 * documentation, with the kind of each column: `c` customer, `o` order number, `d` date, `t` date and time, `g` date with points, `m`
 * money, `q` quantity, `p` price of a unit, `w` word, `x` code of an article, `u` number of a row, `i` small whole number, `n` name,
 * `e` e-mail address, `z` empty. A capital letter marks a column that has to be recognised; a line without `C` has to be rejected.
 */
export const formats: readonly (readonly [system: string, columns: string])[] = [
  ['CDNow, as published', 'cumid:C|time:D|amount:M'],
  ['retail transactions of a course', 'customer_id:C|trans_date:D|tran_amount:M'],
  ['three columns', 'Id:C|Date:D|Price:M'],
  ['household panel', 'household_id:C|basket_id:O|sales_value:M|transaction_timestamp:T'],
  ['household panel, keys', 'household_key:C|BASKET_ID:O|DAY_DT:D|PRODUCT_ID:x|QUANTITY:q|SALES_VALUE:M|STORE_ID:i'],
  ['grocery panel', 'BASKET_NUM:O|HSHD_NUM:C|PURCHASE_:D|PRODUCT_NUM:x|SPEND:M|UNITS:q|STORE_R:w'],
  ['grocery panel, shop codes', 'SHOP_DATE:D|CUST_CODE:C|BASKET_ID:O|SPEND:M|QUANTITY:q|PROD_CODE:x|STORE_CODE:i'],
  [
    'online retail',
    'InvoiceNo:O|StockCode:x|Description:w|Quantity:Q|InvoiceDate:T|UnitPrice:P|CustomerID:C|Country:w',
  ],
  [
    'online retail, second edition',
    'Invoice:O|StockCode:x|Description:w|Quantity:Q|InvoiceDate:T|Price:P|Customer ID:C|Country:w',
  ],
  ['BTYD package', 'cust:C|date:D|sales:M'],
  ['CLVTools', 'Id:C|Date:D|Price:M|Covariate:i'],
  ['lifetimes transactions', 'id:C|date:D|amount:M'],
  ['challenge of a bank', 'acct_id:C|txn_dt:D|txn_amt:M|mcc:i'],
  ['loyalty scheme', 'MBR_NO:C|TXN_TS:T|NET_AMT:M|POINTS:i'],
  ['loyalty scheme, cards', 'member_num:C|purchase_dttm:T|total_spend:M'],
  ['warehouse fact table', 'dim_customer_key:C|order_dt:D|ext_amt:M|promo_key:i'],
  ['data vault', 'client_ref:C|trx_date:D|trx_value:M|load_date:d'],
  ['till, abbreviated', 'CUSTNO:C|TRANDATE:D|TRANAMT:M|TILL:i'],
  ['till, receipts', 'RcptNo:O|TxnDate:D|CustCode:C|TotalAmt:M|Cashier:w'],
  ['AS/400 file', 'CUSNUM:C|ORDNUM:O|ORDDAT:w|ORDDTE:D|ORDTOT:w|ORDAMT:M'],
  ['Lightspeed-like lines', 'Receipt number:O|Sale date:D|Customer code:C|SKU:x|Quantity:Q|Unit price:P|Register:w'],
  ['Square-like totals', 'Transaction ID:O|Date:D|Customer Reference ID:w|Customer ID:C|Net Sales:M|Location:w'],
  ['WooCommerce-like', 'Order Number:O|Order Date:T|Customer User ID:C|Order Total Amount:M|Order Status:w'],
  ['Shopify-like report', 'day:D|customer_id:C|order_id:O|net_sales:M|tax:m'],
  ['BigCommerce-like', 'Order ID:O|Customer ID:C|Order Date:D|Order Total (inc tax):M|Customer Name:n'],
  ['PrestaShop table', 'id_order:O|reference:w|id_customer:C|total_paid:M|date_add:D'],
  ['Magento table', 'entity_id:u|increment_id:O|customer_id:C|created_at:T|grand_total:M|status:w'],
  ['Odoo-like', 'Order Reference:O|Customer:C|Order Date:T|Total:M|Salesperson:n'],
  ['ERPNext-like', 'Customer:C|Posting Date:D|Grand Total:M|Company:w'],
  ['NetSuite-like', 'Internal ID:u|Document Number:O|Date:D|Customer ID:C|Amount:M|Subsidiary:w'],
  ['Business Central-like', 'Document No.:O|Posting Date:D|Sell-to Customer No.:C|Amount Including VAT:M'],
  ['SAP billing', 'VBELN:O|FKDAT:d|AUDAT:D|KUNNR:C|NETWR:M|WAERK:w'],
  ['Dynamics-like', 'Account Number:C|Invoice Id:O|Invoice Date:D|Total Amount:M'],
  ['Salesforce-like', 'Account ID:C|Opportunity ID:O|Close Date:D|Amount:M|Stage:w'],
  ['Zoho-like', 'Contact ID:C|Invoice Number:O|Invoice Date:D|Invoice Total:M'],
  ['QuickBooks-like', 'Num:w|Trans Date:D|Cust No:C|Trans Amount:M'],
  ['Xero-like', 'AccountNumber:C|InvoiceNumber:O|InvoiceDate:D|Total:M'],
  ['Stripe-like charges', 'charge_id:O|customer_id:C|created_utc:T|amount:M|currency:w'],
  ['PayPal-like', 'Transaction ID:O|Date:D|Payer ID:C|Gross:M|Fee:m'],
  ['wallet', 'user_id:C|txn_id:O|txn_time:T|txn_amount:M|merchant:w'],
  ['subscription billing', 'subscriber_id:C|payment_date:D|paid_amount:M|plan:w'],
  ['mobile shop events', 'uid:C|ts:T|revenue:M'],
  ['mobile shop, camel case', 'userId:C|purchaseTime:T|purchaseValue:M|deviceType:w'],
  ['game purchases', 'playerUserId:C|eventTime:T|spendUsd:M'],
  ['Kaggle, e-commerce', 'customer_unique_id:C|order_id:O|order_purchase_timestamp:T|payment_value:M'],
  ['Kaggle, supermarket', 'SaleID:O|ClientID:C|SaleDate:D|SaleAmount:M|Branch:w'],
  ['Kaggle, superstore', 'Row ID:u|Order ID:O|Order Date:D|Ship Date:d|Customer ID:C|Customer Name:n|Sales:M|Profit:m'],
  ['pharmacy', 'LoyaltyID:C|VisitDate:D|BasketValue:M'],
  ['fuel cards', 'CardholderID:C|TransactionDateTime:T|TransactionAmount:M|Litres:m'],
  ['restaurant', 'Guest ID:w|Patron ID:C|Check No:O|Check Date:D|Check Total:M'],
  ['hotel', 'client_no:C|invoice_date:D|invoice_amt:M|room:i'],
  ['airline shop', 'member_id:C|purchase_date:D|purchase_amt:M|tier:w'],
  ['donations', 'contact_id:C|payment_date:D|payment_amt:M'],
  ['B2B portal', 'sold_to:C|doc_date:D|net_value:M|sales_org:w'],
  ['quantity and price, abbreviated', 'cust_cd:C|ord_dt:D|item_cd:x|qty:Q|unit_prc:P'],
  ['quantity and price of a product', 'buyer_ref:C|order_no:O|order_ts:T|units:Q|price:P'],
  ['German shop', 'Kundennummer:C|Bestellnummer:O|Bestelldatum:G|Gesamtbetrag:M'],
  ['German till', 'Kd-Nr:C|Belegnr:O|Belegdatum:G|Umsatz:M|Filiale:w'],
  ['German ERP', 'KundenNr:C|Rechnungsdatum:G|Nettobetrag:M'],
  ['German lines', 'Kunde:C|Datum:G|Artikelnummer:x|Menge:Q|Einzelpreis:P'],
  ['French shop', 'N° client:C|N° commande:O|Date de commande:D|Montant total:M'],
  ['French till', 'ID client:C|Date:D|Montant TTC:M|Magasin:w'],
  ['French lines', 'Code client:C|Date facture:D|Quantité:Q|Prix unitaire:P'],
  ['Spanish shop', 'ID Cliente:C|Nº Pedido:O|Fecha de pedido:D|Importe total:M'],
  ['Spanish till', 'Código cliente:C|Fecha:D|Importe:M'],
  ['Spanish lines', 'Cliente:C|Fecha de venta:D|Cantidad:Q|Precio unitario:P'],
  ['Portuguese shop', 'Código do Cliente:C|Número do Pedido:O|Data do Pedido:D|Valor Total:M'],
  ['Portuguese till', 'Cliente ID:C|Data da Compra:D|Valor:M'],
  ['Italian shop', 'Codice cliente:C|Data ordine:D|Importo totale:M'],
  ['Russian ERP', 'Код клиента:C|Номер заказа:O|Дата заказа:G|Сумма:M'],
  ['Russian till', 'Покупатель:C|Дата продажи:G|Сумма чека:M'],
  ['Russian lines', 'ID клиента:C|Дата:G|Количество:Q|Цена:P'],
  ['Japanese shop', '会員番号:C|注文番号:O|注文日:D|合計金額:M'],
  ['Japanese till', '顧客番号:C|購入日時:T|売上金額:M|店舗:w'],
  ['Japanese customers', 'お客様番号:C|取引日:D|金額:M'],
  ['Chinese shop', '客户编号:C|订单编号:O|下单时间:T|实付金额:M'],
  ['Chinese till', '会员卡号:C|小票号:O|消费时间:T|消费金额:M'],
  ['Chinese ERP', '客户代码:C|销售日期:D|销售总额:M'],
  ['Chinese members', '会员编码:C|交易日期:D|交易总额:M'],
  ['Taiwanese shop', '會員編號:C|訂單編號:O|訂購日期:D|訂單金額:M'],
  ['strange order of columns', 'amt:M|dt:D|cust_no:C'],
  ['capitals without separators', 'CUSTOMERKEY:C|ORDERDATEKEY:w|ORDERDATE:D|SALESAMOUNT:M'],
  ['spreadsheet by hand', 'Client No.:C|Date of Purchase:D|Spent:M|Remarks:w'],
  ['with many others', 'hh_id:C|txn_dt:D|spend:M|age:i|region:w|segment:w|store_id:i|promo_id:i'],
  ['shop without a customer', 'order_id:o|order_date:d|amount:m'],
  ['till without a customer', 'store_id:i|date:d|amount:m'],
  ['staff, not customers', 'cashier_id:i|trans_date:d|tran_amount:m'],
  ['purchases from suppliers', 'supplier_no:i|invoice_date:d|invoice_amt:m'],
  ['stock movements', 'sku:x|movement_date:d|qty:q|cost:m'],
  ['numbers of rows only', 'id:u|date:d|amount:m'],
  ['two dates of the same weight', 'cust_no:c|txn_dt:d|trans_ts:t|txn_amt:m|sale_amt:m'],
  ['only shipping costs', 'cust_no:c|order_dt:d|shipping_amt:m'],
  ['only a birthday', 'cust_no:c|birth_dt:d|txn_amt:m'],
  ['members and when they joined', 'member_num:c|join_dt:d|credit_limit:m'],
];

const ROWS = 40;
const two = (value: number) => String(value).padStart(2, '0');

/** Rows of a format: orders of two lines where it has order numbers, of eleven customers. */
export function formatRows(columns: string): { headers: string[]; rows: (string | null)[][] } {
  const parts = columns.split('|').map((part) => part.split(':') as [string, string]);
  const hasOrders = parts.some(([, kind]) => kind.toLowerCase() === 'o');
  const rows = Array.from({ length: ROWS }, (_, row) => {
    const order = hasOrders ? Math.floor(row / 2) : row;
    return parts.map(([, kind]) => cell(kind.toLowerCase(), row, order));
  });
  return { headers: parts.map(([header]) => header), rows };
}

function cell(kind: string, row: number, order: number): string | null {
  const day = (order % 28) + 1;
  const month = 3 + Math.floor(order / 28);
  switch (kind) {
    case 'c':
      return String(10_200 + ((order * 7) % 11) * 13);
    case 'o':
      return String(700_100 + order);
    case 'd':
      return `2026-${two(month)}-${two(day)}`;
    case 't':
      return `2026-${two(month)}-${two(day)} ${two(8 + (order % 12))}:15:${two(order)}`;
    case 'g':
      return `${two(day)}.${two(month)}.2026`;
    case 'm':
      return `${5 + ((row * 17) % 83)}.${two((row * 37) % 100)}`;
    case 'p':
      return `${1 + ((row * 5) % 19)}.${two((row * 41) % 100)}`;
    case 'q':
    case 'i':
      return String(1 + (row % 4));
    case 'x':
      return `A${300 + ((row * 11) % 23)}`;
    case 'u':
      return String(row + 1);
    case 'n':
      return ['Ada Byron', 'Max Planck', 'Lise Meitner', 'Emmy Noether'][order % 4] ?? '';
    case 'e':
      return `person${order % 11}@example.com`;
    case 'w':
      return ['north', 'south', 'web'][row % 3] ?? '';
    default:
      return null;
  }
}

/** The fields that a format's capital letters stand for. */
export const expectedFields: Readonly<Record<string, readonly string[]>> = {
  C: ['customer_id'],
  O: ['order_id'],
  D: ['ordered_at'],
  T: ['ordered_at'],
  G: ['ordered_at'],
  M: ['amount', 'order_total'],
  Q: ['quantity'],
  P: ['unit_price'],
};
