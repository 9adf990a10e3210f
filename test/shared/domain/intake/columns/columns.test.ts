import { describe, expect, it } from 'vitest';
import { type Mapping, recogniseColumns } from '../../../../../shared/domain/intake/columns/recognise-columns.ts';
import { normaliseHeader } from '../../../../../shared/domain/intake/headers/headers.ts';
import { AmbiguousColumnsError, MissingColumnsError, UnsupportedDatasetError } from '../../../../../shared/errors.ts';

const noMapping = { orders: {}, customers: {} };

describe('recogniseColumns recognises', () => {
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

  it('a Chinese orders file, and drops the recipient', () => {
    const headers = '订单编号,客户编号,下单时间,实付金额,收货人'.split(',');
    expect(recogniseColumns(headers, undefined, noMapping)).toMatchObject({
      dataset: 'orders',
      mapping: { order_id: '订单编号', customer_id: '客户编号', ordered_at: '下单时间', amount: '实付金额' },
      identifiers: [{ header: '收货人', kind: 'name', by: 'header' }],
      dropped: ['收货人'],
      others: [],
    });
  });

  it('a customers file, keeping unknown columns as attributes and dropping identifiers', () => {
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

it('normalises case, spaces, punctuation and character width in headers', () => {
  expect(['Customer ID', 'customer_id', 'CUSTOMER-ID', 'ＣｕｓｔｏｍｅｒＩＤ'].map(normaliseHeader)).toEqual(
    Array(4).fill('customerid'),
  );
});

it('reports header, confidence and reason for every mapped field', () => {
  const policyMappings = { orders: { customer_id: 'household' }, customers: {} };
  const { matches } = recogniseColumns(['household', 'date', 'amount'], undefined, policyMappings);
  expect(matches).toEqual([
    { field: 'customer_id', header: 'household', score: 1, by: 'policy', name: 1 },
    { field: 'ordered_at', header: 'date', score: 0.63, by: 'name', name: 0.63 },
    { field: 'amount', header: 'amount', score: 0.906, by: 'name', name: 0.906 },
  ]);
});

it('prefers the more specific of two headers for one field', () => {
  const headers = ['value', 'order_amount', 'customer', 'customer_id', 'date'];
  expect(recogniseColumns(headers, undefined, noMapping).mapping).toMatchObject({
    amount: 'order_amount',
    customer_id: 'customer_id',
  });
});

describe('the mapping in the policy', () => {
  it('takes precedence over recognition', () => {
    const headers = ['customer_id', 'household', 'date', 'amount'];
    const policyMappings = { orders: { customer_id: 'household' }, customers: {} };
    const { mapping, others } = recogniseColumns(headers, undefined, policyMappings);
    expect(mapping.customer_id).toBe('household');
    expect(others).toEqual(['customer_id']);
  });

  it('is ignored for a header that the file does not have', () => {
    const policyMappings = { orders: { customer_id: 'household' }, customers: {} };
    expect(recogniseColumns(['customer_id', 'date', 'amount'], undefined, policyMappings).mapping.customer_id).toBe(
      'customer_id',
    );
  });

  it('maps a header to only one field', () => {
    const policyMappings = { orders: { customer_id: 'who', order_id: 'who' }, customers: {} };
    const { mapping } = recogniseColumns(['who', 'date', 'amount'], undefined, policyMappings);
    expect(mapping).toEqual({ customer_id: 'who', ordered_at: 'date', amount: 'amount' });
  });
});

describe('headers with additions', () => {
  it.each([
    { what: 'a table name', headers: ['orders.customer_id', 'orders.order_date', 'order_items.amount'] },
    { what: 'a label before a colon', headers: ['Customer: ID', 'Order: Date', 'Order: Amount'] },
    { what: 'a currency in brackets', headers: ['Customer ID', 'Order Date', 'Amount (USD)'] },
    { what: 'a trailing currency', headers: ['customer_id', 'order_date', 'amount_eur'] },
    { what: 'a time zone', headers: ['customer_id', 'created_at_utc', 'amount'] },
    { what: 'a Chinese unit', headers: ['客户编号', '下单时间', '金额（元）'] },
    { what: 'the kind of address', headers: ['Email (Billing)', 'Order Date', 'Amount'] },
  ])('are recognised without $what', ({ headers }) => {
    const [customer_id, ordered_at, amount] = headers;
    expect(recogniseColumns(headers, undefined, noMapping).mapping).toEqual({ customer_id, ordered_at, amount });
  });

  it('are not recognised without shipping, tax or discount, which change the meaning', () => {
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
  ])('have their unit reported, as in $header', ({ header, unit }) => {
    const { mapping, units } = recogniseColumns(['customer_id', 'date', header], undefined, noMapping);
    expect(mapping.amount).toBe(header);
    expect(units).toEqual({ amount: unit });
  });
});

describe('the dataset', () => {
  it('is that of the folder when the headers fit two datasets', () => {
    const headers = ['customer_id', 'created_at', 'quantity', 'unit_price', 'country'];
    expect(recogniseColumns(headers, undefined, noMapping).dataset).toBe('orders');
    expect(recogniseColumns(headers, 'customers', noMapping).dataset).toBe('customers');
  });

  it('is one for which mappings are given', () => {
    const headers = ['customer_id', 'responded_at', 'nps_score'];
    const all = { ...noMapping, interactions: {}, feedback: {} };
    expect(recogniseColumns(headers, undefined, all).dataset).toBe('feedback');
    expect(() => recogniseColumns(headers, undefined, noMapping)).toThrow(MissingColumnsError);
    expect(() => recogniseColumns(headers, 'feedback', noMapping)).toThrow(UnsupportedDatasetError);
  });
});

describe('a file without required fields', () => {
  const headers = ['who', 'when', 'amount'];
  const recognise = () => recogniseColumns(headers, undefined, noMapping);

  it('throws an error with the headers and the missing fields', () => {
    expect(recognise).toThrow(MissingColumnsError);
    expect(recognise).toThrow(expect.objectContaining({ found: headers, needed: ['customer_id', 'ordered_at'] }));
  });

  it('throws a message with the headers found, the fields needed and the mapping to add', () => {
    expect(recognise).toThrow('found: "who", "when", "amount"');
    expect(recognise).toThrow('needed: customer_id, ordered_at, and amount or quantity with unit_price');
    const mapping = { customer_id: '<header of customer_id>', ordered_at: '<header of ordered_at>' };
    expect(recognise).toThrow(JSON.stringify({ columns: { orders: mapping } }));
  });

  it('is accepted with that mapping', () => {
    const policyMappings = { orders: { customer_id: 'who', ordered_at: 'when' }, customers: {} };
    expect(recogniseColumns(headers, undefined, policyMappings).mapping).toEqual({
      customer_id: 'who',
      ordered_at: 'when',
      amount: 'amount',
    });
  });

  it('may be a customers file without a customer id', () => {
    expect(() => recogniseColumns(['name', 'country'], 'customers', noMapping)).toThrow(
      JSON.stringify({ columns: { customers: { customer_id: '<header of customer_id>' } } }),
    );
  });
});

describe('two equally specific headers', () => {
  const headers = ['user_id', 'member_id', 'date', 'amount'];
  const recognise = () => recogniseColumns(headers, undefined, noMapping);

  it('throw an error with both headers and the mappings to choose from', () => {
    expect(recognise).toThrow(AmbiguousColumnsError);
    expect(recognise).toThrow(
      expect.objectContaining({ field: 'customer_id', candidates: expect.arrayContaining(['user_id', 'member_id']) }),
    );
    for (const customer_id of ['user_id', 'member_id']) {
      expect(recognise).toThrow(JSON.stringify({ columns: { orders: { customer_id } } }));
    }
  });

  it('are resolved by either of those mappings', () => {
    for (const customer_id of ['user_id', 'member_id']) {
      const policyMappings: { orders: Mapping; customers: Mapping } = { orders: { customer_id }, customers: {} };
      expect(recogniseColumns(headers, undefined, policyMappings).mapping.customer_id).toBe(customer_id);
    }
  });

  it('are not ambiguous when their values are equal', () => {
    const sample = Array.from({ length: 6 }, (_, row) => [`u${row}`, `u${row}`, '2026-07-01', '5.00']);
    expect(recogniseColumns(headers, undefined, noMapping, sample).mapping.customer_id).toBe('member_id');
  });

  it('are not ambiguous when one column is mostly empty', () => {
    const sample = Array.from({ length: 9 }, (_, row) => [`u${row}`, row === 0 ? 'm0' : null, '2026-07-01', '5.00']);
    expect(recogniseColumns(headers, undefined, noMapping, sample).mapping.customer_id).toBe('user_id');
  });
});
