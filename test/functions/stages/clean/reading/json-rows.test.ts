import { describe, expect, it } from 'vitest';
import { jsonRow, unwrapped } from '../../../../../functions/stages/clean/reading/json-rows.ts';
import { rejection, taken } from '../clean-upload.ts';
import { readUpload } from './read-upload.ts';

describe('a row', () => {
  it('has fields of nested objects by their path, without lists of objects and repeated amounts', () => {
    const { fields, nested } = jsonRow({
      id: 1,
      total: '5.00',
      total_set: { shop_money: { amount: '5.00' } },
      customer: { id: 7, address: { city: 'York' } },
      buyer: { buyerId: 'b' },
      tags: ['x'],
      lines: [{ price: 5 }],
    });
    expect({ ...fields }).toEqual({ id: 1, total: '5.00', tags: ['x'] });
    expect({ ...nested }).toEqual({ 'customer.id': 7, 'customer.address.city': 'York', buyerId: 'b' });
  });

  it('has values without the types of MongoDB', () => {
    const { fields } = jsonRow({
      _id: { $oid: 'a' },
      n: { $numberDecimal: '1.5' },
      at: { $date: { $numberLong: '7' } },
    });
    expect({ ...fields }).toEqual({ _id: 'a', n: '1.5', at: '7' });
  });

  it('has amounts of Stripe and Square in the main unit of their currency', () => {
    const charge = { object: 'charge', livemode: true, amount: 1099, amount_refunded: 50, created: 17 };
    expect({ ...jsonRow({ ...charge, currency: 'usd' }).fields }).toMatchObject({
      amount: '10.99',
      amount_refunded: '0.50',
      created: 17,
    });
    expect({ ...jsonRow({ ...charge, currency: 'jpy' }).fields }).toMatchObject({ amount: '1099' });
    expect({ ...jsonRow({ total_money: { amount: 250, currency: 'EUR' } }).nested }).toMatchObject({
      'total_money.amount': '2.50',
    });
    expect({ ...jsonRow({ amount: 1099, currency: 'usd' }).fields }).toMatchObject({ amount: 1099 });
  });
});

describe('a record is taken out of', () => {
  const row = { id: 1 };
  it.each([
    { envelope: 'Singer', message: { type: 'RECORD', stream: 's', record: row }, stream: 's' },
    {
      envelope: 'Airbyte',
      message: { type: 'RECORD', record: { stream: 's', data: row, emitted_at: 1 } },
      stream: 's',
    },
    { envelope: 'a raw table of Airbyte', message: { _airbyte_ab_id: 'x', _airbyte_data: row } },
    {
      envelope: 'a raw table of Airbyte as text',
      message: { _airbyte_ab_id: 'x', _airbyte_data: JSON.stringify(row) },
    },
    { envelope: 'Elasticsearch', message: { _index: 'orders', _id: 'x', _source: row } },
    { envelope: 'GraphQL', message: { cursor: 'x', node: row } },
    { envelope: 'Debezium', message: { op: 'c', before: null, after: row } },
    { envelope: 'nothing', message: row },
  ])('$envelope', ({ message, stream }) => {
    expect(unwrapped(message)).toEqual({ row, ...(stream && { stream }) });
  });

  it('messages that have one', () => {
    expect(unwrapped({ type: 'SCHEMA', stream: 's', schema: {} })).toBeUndefined();
    expect(unwrapped({ type: 'STATE', value: {} })).toBeUndefined();
    expect(unwrapped({ type: 'STATE', id: 1 })).toEqual({ row: { type: 'STATE', id: 1 } });
  });
});

it.each([
  '{"object":"list","has_more":false,"data":[{"id":1},{"id":2}]}',
  '{"meta":{"page":1},"data":[{"id":1},{"id":2}],"links":{"next":null}}',
  '{"code":0,"msg":"ok","data":{"total":2,"list":[{"id":1},{"id":2}]}}',
  '{"took":1,"_shards":{"total":1},"hits":{"total":{"value":2},"hits":[{"id":1},{"id":2}]}}',
])('the rows of an answer of an API are read: %s', async (upload) => {
  expect(await readUpload(upload)).toMatchObject({ refused: [], rows: [['id'], ['1'], ['2']] });
});

const order = (id: number, customer: number, more = {}) =>
  JSON.stringify({
    id,
    created_at: '2026-07-01',
    total: '5.00',
    customer: { id: customer, nickname: 'SECRET' },
    ...more,
  });

it('what is nested and no field is not kept, in quarantine neither', async () => {
  const { report, rows, quarantine } = await taken(
    [order(1, 7), order(2, 7), order(3, 8, { total: 'x', shop: { manager: { label: 'SECRET' } } })].join('\n'),
    { key: 'inbox/export.jsonl' },
  );
  expect(report).toMatchObject({
    kept: 2,
    reasons: { bad_amount: 1 },
    columns: { customer_id: 'customer.id', order_id: 'id' },
  });
  expect(rows.map(({ order_id }) => order_id)).toEqual(['1', '2']);
  expect(JSON.stringify(rows) + quarantine).not.toContain('SECRET');
});

it('objects as text are never ids, and are not kept', async () => {
  const csv = [
    'order_id,customer,date,amount',
    ...[1, 2].map((id) => `${id},"{""name"":""SECRET"",""id"":${id}}",2026-07-01,5`),
  ];
  const { report } = await rejection(csv.join('\n'));
  expect(report.error).toBe('MissingColumnsError');
  expect(JSON.stringify(report)).not.toContain('SECRET');
});

it('records of several streams are rejected with their names', async () => {
  const record = (stream: string) => JSON.stringify({ type: 'RECORD', stream, record: { id: 1 } });
  const { report } = await rejection([record('orders'), record('customers')].join('\n'));
  expect(report).toMatchObject({ message: expect.stringContaining('2 streams: "orders", "customers"') });
});
