import { describe, expect, it } from 'vitest';
import { type Mapping, recogniseColumns } from '../../../../../shared/domain/intake/columns/recognise-columns.ts';
import { normaliseHeader } from '../../../../../shared/domain/intake/headers/headers.ts';
import { AmbiguousColumnsError, MissingColumnsError, UnsupportedDatasetError } from '../../../../../shared/errors.ts';

const noMapping = { orders: {}, customers: {} };

describe('recognises the header of', () => {
  it('the CDNOW data', () => {
    const headers = 'customer_id,date,number_of_cds,dollar_value'.split(',');
    expect(recogniseColumns(headers, undefined, noMapping)).toMatchObject({
      dataset: 'orders',
      mapping: { customer_id: 'customer_id', ordered_at: 'date', quantity: 'number_of_cds', amount: 'dollar_value' },
      amounts: { rows: 'orders', from: 'amount', onOneRow: [] },
      dropped: [],
      others: [],
    });
  });

  it('the Online Retail data of UCI', () => {
    const headers = 'InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country'.split(',');
    expect(recogniseColumns(headers, undefined, noMapping)).toMatchObject({
      dataset: 'orders',
      mapping: {
        customer_id: 'CustomerID',
        order_id: 'InvoiceNo',
        ordered_at: 'InvoiceDate',
        quantity: 'Quantity',
        unit_price: 'UnitPrice',
        product: 'StockCode',
        region: 'Country',
      },
      amounts: { rows: 'lines', from: 'quantity_and_price', onOneRow: [] },
      dropped: [],
      others: ['Description'],
    });
  });

  it('a Chinese shop, without reading whom it delivers to', () => {
    const headers = '订单编号,客户编号,下单时间,实付金额,收货人'.split(',');
    expect(recogniseColumns(headers, undefined, noMapping)).toMatchObject({
      dataset: 'orders',
      mapping: { order_id: '订单编号', customer_id: '客户编号', ordered_at: '下单时间', amount: '实付金额' },
      identifiers: [{ header: '收货人', kind: 'name', by: 'header' }],
      dropped: ['收货人'],
      others: [],
    });
  });

  it('a customers file, keeping unknown columns as attributes and no direct identifier', () => {
    const headers = ['Customer ID', 'Full Name', 'E-mail', 'Mobile Phone', 'Signup Date', 'Country', 'Newsletter'];
    expect(recogniseColumns(headers, undefined, noMapping)).toMatchObject({
      dataset: 'customers',
      mapping: { customer_id: 'Customer ID', signed_up_at: 'Signup Date', region: 'Country' },
      isAggregated: false,
      dropped: ['Full Name', 'E-mail', 'Mobile Phone'],
      others: ['Newsletter'],
    });
  });
});

it('compares headers without case, spaces, punctuation and character width', () => {
  expect(['Customer ID', 'customer_id', 'CUSTOMER-ID', 'ＣｕｓｔｏｍｅｒＩＤ'].map(normaliseHeader)).toEqual(
    Array(4).fill('customerid'),
  );
});

it('tells of every column that it maps under which header, how surely and why', () => {
  const byHand = { orders: { customer_id: 'household' }, customers: {} };
  const { matches } = recogniseColumns(['household', 'date', 'amount'], undefined, byHand);
  expect(matches).toEqual([
    { field: 'customer_id', header: 'household', score: 1, by: 'policy', name: 1 },
    { field: 'ordered_at', header: 'date', score: 0.613, by: 'name', name: 0.613 },
    { field: 'amount', header: 'amount', score: 0.906, by: 'name', name: 0.906 },
  ]);
});

it('takes the more telling of two headers that name one field', () => {
  const headers = ['value', 'order_amount', 'customer', 'customer_id', 'date'];
  expect(recogniseColumns(headers, undefined, noMapping).mapping).toMatchObject({
    amount: 'order_amount',
    customer_id: 'customer_id',
  });
});

describe('the mapping of the policy', () => {
  it('wins over recognition', () => {
    const headers = ['customer_id', 'household', 'date', 'amount'];
    const byHand = { orders: { customer_id: 'household' }, customers: {} };
    const { mapping, others } = recogniseColumns(headers, undefined, byHand);
    expect(mapping.customer_id).toBe('household');
    expect(others).toEqual(['customer_id']);
  });

  it('is ignored where the file has not the header', () => {
    const byHand = { orders: { customer_id: 'household' }, customers: {} };
    expect(recogniseColumns(['customer_id', 'date', 'amount'], undefined, byHand).mapping.customer_id).toBe(
      'customer_id',
    );
  });

  it('gives one header to one field only', () => {
    const byHand = { orders: { customer_id: 'who', order_id: 'who' }, customers: {} };
    const { mapping } = recogniseColumns(['who', 'date', 'amount'], undefined, byHand);
    expect(mapping).toEqual({ customer_id: 'who', ordered_at: 'date', amount: 'amount' });
  });
});

describe('headers with something about them, such as', () => {
  it.each([
    { what: 'the table they come from', headers: ['orders.customer_id', 'orders.order_date', 'order_items.amount'] },
    { what: 'a label before a colon', headers: ['Customer: ID', 'Order: Date', 'Order: Amount'] },
    { what: 'a currency in brackets', headers: ['Customer ID', 'Order Date', 'Amount (USD)'] },
    { what: 'a currency behind them', headers: ['customer_id', 'order_date', 'amount_eur'] },
    { what: 'a time zone', headers: ['customer_id', 'created_at_utc', 'amount'] },
    { what: 'a Chinese unit', headers: ['客户编号', '下单时间', '金额（元）'] },
    { what: 'the address they are of', headers: ['Email (Billing)', 'Order Date', 'Amount'] },
  ])('$what, are understood without it', ({ headers }) => {
    const [customer_id, ordered_at, amount] = headers;
    expect(recogniseColumns(headers, undefined, noMapping).mapping).toEqual({ customer_id, ordered_at, amount });
  });

  it('shipping, tax or discount are not understood as what stands behind it', () => {
    const headers = [
      'customer_id',
      'date',
      'quantity',
      'Shipping: Price',
      'Tax.Amount',
      'discount_price',
      'Item price',
    ];
    const { mapping } = recogniseColumns(headers, undefined, noMapping);
    expect(mapping).toMatchObject({ quantity: 'quantity', unit_price: 'Item price' });
    expect(mapping.amount).toBeUndefined();
  });

  it.each([
    { header: '金额（元）', unit: { currency: 'CNY' } },
    { header: 'Amount (USD)', unit: { currency: 'USD' } },
    { header: 'amount_in_cents', unit: { minor: true } },
    { header: '金额(分)', unit: { minor: true } },
  ])('the unit of $header are reported with it', ({ header, unit }) => {
    const { mapping, units } = recogniseColumns(['customer_id', 'date', header], undefined, noMapping);
    expect(mapping.amount).toBe(header);
    expect(units).toEqual({ amount: unit });
  });
});

describe('the dataset', () => {
  it('is the one of the folder when the header would do for two', () => {
    const headers = ['customer_id', 'created_at', 'quantity', 'unit_price', 'country'];
    expect(recogniseColumns(headers, undefined, noMapping).dataset).toBe('orders');
    expect(recogniseColumns(headers, 'customers', noMapping).dataset).toBe('customers');
  });

  it('is one of those that the policy has columns for', () => {
    const headers = ['customer_id', 'responded_at', 'nps_score'];
    const all = { ...noMapping, interactions: {}, feedback: {} };
    expect(recogniseColumns(headers, undefined, all).dataset).toBe('feedback');
    expect(() => recogniseColumns(headers, undefined, noMapping)).toThrow(MissingColumnsError);
    expect(() => recogniseColumns(headers, 'feedback', noMapping)).toThrow(UnsupportedDatasetError);
  });
});

describe('what it does not recognise', () => {
  const headers = ['who', 'when', 'amount'];
  const refused = () => recogniseColumns(headers, undefined, noMapping);

  it('is an error with the headers and the missing fields', () => {
    expect(refused).toThrow(MissingColumnsError);
    expect(refused).toThrow(expect.objectContaining({ found: headers, needed: ['customer_id', 'ordered_at'] }));
  });

  it('is told with what was found, what is needed, and the mapping to write', () => {
    expect(refused).toThrow('found: "who", "when", "amount"');
    expect(refused).toThrow('needed: customer_id, ordered_at, and amount or quantity with unit_price');
    const mapping = { customer_id: '<header of customer_id>', ordered_at: '<header of ordered_at>' };
    expect(refused).toThrow(JSON.stringify({ columns: { orders: mapping } }));
  });

  it('is mended by that mapping', () => {
    const byHand = { orders: { customer_id: 'who', ordered_at: 'when' }, customers: {} };
    expect(recogniseColumns(headers, undefined, byHand).mapping).toEqual({
      customer_id: 'who',
      ordered_at: 'when',
      amount: 'amount',
    });
  });

  it('is a customers file without a customer', () => {
    expect(() => recogniseColumns(['name', 'country'], 'customers', noMapping)).toThrow(
      JSON.stringify({ columns: { customers: { customer_id: '<header of customer_id>' } } }),
    );
  });
});

describe('two headers that are equally telling', () => {
  const headers = ['user_id', 'member_id', 'date', 'amount'];
  const refused = () => recogniseColumns(headers, undefined, noMapping);

  it('are an error with both and the lines to write into the policy', () => {
    expect(refused).toThrow(AmbiguousColumnsError);
    expect(refused).toThrow(
      expect.objectContaining({ field: 'customer_id', candidates: expect.arrayContaining(['user_id', 'member_id']) }),
    );
    for (const customer_id of ['user_id', 'member_id']) {
      expect(refused).toThrow(JSON.stringify({ columns: { orders: { customer_id } } }));
    }
  });

  it('are told apart by either of those lines', () => {
    for (const customer_id of ['user_id', 'member_id']) {
      const byHand: { orders: Mapping; customers: Mapping } = { orders: { customer_id }, customers: {} };
      expect(recogniseColumns(headers, undefined, byHand).mapping.customer_id).toBe(customer_id);
    }
  });

  it('are no question when they say the same', () => {
    const sample = Array.from({ length: 6 }, (_, row) => [`u${row}`, `u${row}`, '2026-07-01', '5.00']);
    expect(recogniseColumns(headers, undefined, noMapping, sample).mapping.customer_id).toBe('member_id');
  });

  it('are no question when one of them is mostly empty', () => {
    const sample = Array.from({ length: 9 }, (_, row) => [`u${row}`, row === 0 ? 'm0' : null, '2026-07-01', '5.00']);
    expect(recogniseColumns(headers, undefined, noMapping, sample).mapping.customer_id).toBe('user_id');
  });
});
