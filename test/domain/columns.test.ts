import { describe, expect, it } from 'vitest';
import { normalised, recogniseColumns } from '../../shared/domain/columns.ts';
import { MissingColumnsError } from '../../shared/errors.ts';

const noMapping = { orders: {}, customers: {} };

describe('recognises the header of', () => {
  it('the CDNOW data', () => {
    const headers = 'customer_id,date,number_of_cds,dollar_value'.split(',');
    expect(recogniseColumns(headers, undefined, noMapping)).toEqual({
      dataset: 'orders',
      mapping: {
        customer_id: 'customer_id',
        ordered_at: 'date',
        quantity: 'number_of_cds',
        amount: 'dollar_value',
      },
      dropped: [],
      others: [],
    });
  });

  it('the Online Retail data of UCI', () => {
    const headers = 'InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country'.split(',');
    expect(recogniseColumns(headers, undefined, noMapping)).toEqual({
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
      dropped: [],
      others: ['Description'],
    });
  });

  it('a Chinese shop, without reading whom it delivers to', () => {
    const headers = '订单编号,客户编号,下单时间,实付金额,收货人'.split(',');
    expect(recogniseColumns(headers, undefined, noMapping)).toEqual({
      dataset: 'orders',
      mapping: { order_id: '订单编号', customer_id: '客户编号', ordered_at: '下单时间', amount: '实付金额' },
      dropped: ['收货人'],
      others: [],
    });
  });

  it('a customers file, keeping unknown columns as attributes and no direct identifier', () => {
    const headers = ['Customer ID', 'Full Name', 'E-mail', 'Mobile Phone', 'Signup Date', 'Country', 'Newsletter'];
    expect(recogniseColumns(headers, undefined, noMapping)).toEqual({
      dataset: 'customers',
      mapping: { customer_id: 'Customer ID', signed_up_at: 'Signup Date', region: 'Country' },
      dropped: ['Full Name', 'E-mail', 'Mobile Phone'],
      others: ['Newsletter'],
    });
  });
});

it('compares headers without case, spaces, punctuation and character width', () => {
  expect(['Customer ID', 'customer_id', 'CUSTOMER-ID', 'ＣｕｓｔｏｍｅｒＩＤ'].map(normalised)).toEqual(
    Array(4).fill('customerid'),
  );
});

it('takes the more telling of two headers that name one field', () => {
  const headers = ['value', 'order_amount', 'customer', 'customer_id', 'date'];
  expect(recogniseColumns(headers, undefined, noMapping).mapping).toMatchObject({
    amount: 'order_amount',
    customer_id: 'customer_id',
  });
});

it('lets the mapping of the policy win over recognition', () => {
  const headers = ['customer_id', 'household', 'date', 'amount'];
  const byHand = { orders: { customer_id: 'household' }, customers: {} };
  const { mapping, others } = recogniseColumns(headers, undefined, byHand);
  expect(mapping.customer_id).toBe('household');
  expect(others).toEqual(['customer_id']);
});

it('ignores a mapping to a header that the file has not', () => {
  const byHand = { orders: { customer_id: 'household' }, customers: {} };
  expect(recogniseColumns(['customer_id', 'date', 'amount'], undefined, byHand).mapping.customer_id).toBe(
    'customer_id',
  );
});

it('believes the folder when the header would do for both datasets', () => {
  const headers = ['customer_id', 'created_at', 'quantity', 'unit_price', 'country'];
  expect(recogniseColumns(headers, undefined, noMapping).dataset).toBe('orders');
  expect(recogniseColumns(headers, 'customers', noMapping).dataset).toBe('customers');
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
