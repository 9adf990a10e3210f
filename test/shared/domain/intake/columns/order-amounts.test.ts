import { describe, expect, it } from 'vitest';
import { recogniseColumns } from '../../../../../shared/domain/intake/columns/recognise-columns.ts';

/** Recognises an orders file given as semicolon-separated lines with a header; empty fields are missing. */
function recognise(lines: readonly string[], columns: Record<string, string> = {}) {
  const [headers = [], ...rows] = lines.map((line) => line.split(';'));
  const { mapping, amounts } = recogniseColumns(
    headers,
    'orders',
    { orders: columns },
    rows.map((row) => row.map((value) => (value === '' ? null : value))),
  );
  return { amount: mapping.amount, order_total: mapping.order_total, ...amounts };
}

describe('an order total', () => {
  it('on the first line of an order, as in Shopify, gives way to quantity and price', () => {
    const read = recognise([
      'Name;Email;Financial Status;Currency;Subtotal;Shipping;Total;Created at;Lineitem quantity;Lineitem name;Lineitem price;Billing Country',
      '#1001;a@x.com;paid;EUR;40.00;5.00;45.00;2026-07-01 10:00:00 +0200;2;Mug;10.00;DE',
      '#1001;a@x.com;;;;;;2026-07-01 10:00:00 +0200;1;Plate;20.00;',
      '#1002;b@x.com;refunded;EUR;9.00;0.00;9.00;2026-07-02 10:00:00 +0200;1;Cup;9.00;FR',
      '#1003;c@x.com;paid;EUR;28.00;5.00;33.00;2026-07-03 10:00:00 +0200;1;Cup;9.00;DE',
      '#1003;c@x.com;;;;;;2026-07-03 10:00:00 +0200;1;Bowl;19.00;',
    ]);
    expect(read).toEqual({
      amount: undefined,
      order_total: 'Total',
      rows: 'lines',
      from: 'quantity_and_price',
      onOneRow: ['order_total', 'status', 'region', 'currency'],
      unread: ['Shipping'],
    });
  });

  it('on every line of an order, as in JD, gives way to quantity and price', () => {
    const read = recognise([
      '订单号;商品ID;订购数量;下单时间;京东价;订单金额;应付金额;下单帐号',
      '1;A;1;2026-01-15 10:00:00;250.00;500.00;480.00;u1',
      '1;B;1;2026-01-15 10:00:00;250.00;500.00;480.00;u1',
      '2;A;1;2026-01-16 10:00:00;250.00;250.00;250.00;u2',
    ]);
    expect(read).toMatchObject({
      amount: undefined,
      order_total: '订单金额',
      rows: 'lines',
      from: 'quantity_and_price',
    });
  });

  it('on every line of an order without prices counts once per order', () => {
    const read = recognise([
      'order_id;customer_id;order_date;sku;amount',
      '1;u1;2026-01-15;A;500.00',
      '1;u1;2026-01-15;B;500.00',
      '2;u2;2026-01-16;A;90.00',
      '2;u2;2026-01-16;C;90.00',
      '3;u1;2026-01-17;C;45.00',
    ]);
    expect(read).toMatchObject({ amount: undefined, order_total: 'amount', rows: 'lines', from: 'order_total' });
  });

  it('in a file with one row per order is the amount of the row', () => {
    const read = recognise([
      'order_id;customer_id;order_date;quantity;price;order_total',
      '1;u1;2026-01-15;2;5.00;13.00',
      '2;u2;2026-01-16;1;9.00;12.00',
    ]);
    expect(read).toEqual({
      amount: 'order_total',
      order_total: undefined,
      rows: 'orders',
      from: 'amount',
      onOneRow: [],
    });
  });

  it('beside a line total gives way to the line total', () => {
    const read = recognise([
      'order_id;customer_id;order_date;quantity;price;line total;order total',
      '1;u1;2026-01-15;2;5.00;10.00;19.00',
      '1;u1;2026-01-15;1;9.00;9.00;19.00',
    ]);
    expect(read).toMatchObject({ amount: 'line total', order_total: 'order total', rows: 'lines', from: 'amount' });
  });
});

describe('an amount belongs to the line', () => {
  it('when it differs within an order, whatever its header', () => {
    const read = recognise([
      'order_id;customer_id;order_date;order amount',
      '1;u1;2026-01-15;10.00',
      '1;u1;2026-01-15;9.00',
      '2;u1;2026-01-16;9.00',
      '2;u1;2026-01-16;4.00',
    ]);
    expect(read).toMatchObject({ amount: 'order amount', order_total: undefined, rows: 'lines', from: 'amount' });
  });

  it('when it is the item-price of Amazon, the price of the whole line', () => {
    const read = recognise([
      'order-id;purchase-date;buyer-email;sku;quantity-purchased;item-price;item-tax;shipping-price',
      '1;2026-01-15T09:15:00Z;a@marketplace.amazon.com;A;2;42.00;7.98;5.99',
      '1;2026-01-15T09:15:00Z;a@marketplace.amazon.com;B;1;42.00;7.98;5.99',
      '2;2026-01-16T09:15:00Z;b@marketplace.amazon.com;B;1;21.00;3.99;5.99',
      '2;2026-01-16T09:15:00Z;b@marketplace.amazon.com;C;1;21.00;3.99;5.99',
    ]);
    expect(read).toMatchObject({ amount: 'item-price', rows: 'lines', from: 'amount' });
  });

  it('when it equals quantity times price, even if the lines of an order agree', () => {
    const read = recognise([
      'order_id;customer_id;order_date;quantity;price;total',
      '1;u1;2026-01-15;2;5.00;10.00',
      '1;u1;2026-01-15;1;10.00;10.00',
      '2;u1;2026-01-16;1;8.00;8.00',
      '2;u1;2026-01-16;4;2.00;8.00',
    ]);
    expect(read).toMatchObject({ amount: 'total', rows: 'lines', from: 'amount' });
  });

  it('when it equals quantity times price written with a decimal comma', () => {
    const read = recognise([
      'order_id;customer_id;order_date;quantity;price;total',
      '1;u1;2026-01-15;2;1.250,50 €;2.501,00 €',
      '1;u1;2026-01-15;1;2.501,00 €;2.501,00 €',
      '2;u1;2026-01-16;4;2,00 €;8,00 €',
      '2;u1;2026-01-16;1;8,00 €;8,00 €',
    ]);
    expect(read).toMatchObject({ amount: 'total', from: 'amount' });
  });

  it('when everything in the shop costs the same', () => {
    const tickets = Array.from({ length: 12 }, (_, index) => `${index >> 1};u${index >> 2};2026-01-15;12.00`);
    expect(recognise(['order_id;customer_id;order_date;amount', ...tickets])).toMatchObject({
      amount: 'amount',
      order_total: undefined,
      from: 'amount',
    });
  });
});

it('follows the policy on whether an amount belongs to the line or the order', () => {
  const lines = ['order_id;customer_id;order_date;money', '1;u1;2026-01-15;500.00', '1;u1;2026-01-15;500.00'];
  expect(recognise(lines, { amount: 'money' })).toMatchObject({ amount: 'money', from: 'amount' });
  expect(recognise(lines, { order_total: 'money' })).toMatchObject({ order_total: 'money', from: 'order_total' });
});

it('takes totals of numbers that come back on another day or for another customer for totals', () => {
  const read = recognise([
    'Receipt No;Date;Member No;Article;Amount',
    '1;2026-07-01 10:00;M1;A;30.00',
    '1;2026-07-01 10:00;M1;B;30.00',
    '1;2026-07-02 09:00;M1;A;12.00',
    '1;2026-07-02 09:00;M1;C;12.00',
    '2;2026-07-02 09:30;M2;A;7.00',
    '2;2026-07-02 09:30;M2;B;7.00',
    '2;2026-07-02 09:30;M3;A;8.00',
  ]);

  expect(read).toMatchObject({ order_total: 'Amount', rows: 'lines', from: 'order_total' });
});

it('takes equal rows for lines where only they sum to the total, and a refund off them although one equals what is left', () => {
  const read = recognise([
    'Order No;Customer No;Order Date;Line Amount;Order Total;Refunded',
    '1;M1;2026-07-01;30.00;60.00;30.00',
    '1;M1;2026-07-01;30.00;60.00;30.00',
    '2;M2;2026-07-02;12.00;12.00;0.00',
  ]);

  expect(read).toMatchObject({ amount: 'Line Amount', order_total: 'Order Total', rows: 'lines', refundOf: 'order' });
});

it('lists columns of discounts, shipping and gift cards that have amounts', () => {
  const read = recognise([
    'Order No;Customer No;Order Date;Product;Quantity;Unit Price;Discount Amount;Shipping;Gift Card;Product tax',
    '1;M1;2026-07-01;A;1;30.00;2.50;4.90;0.00;0',
    '2;M2;2026-07-02;B;2;12.00;0.00;4.90;0.00;0',
  ]);

  expect(read).toMatchObject({ from: 'quantity_and_price', unread: ['Discount Amount', 'Shipping'] });
});
