import { describe, expect, it } from 'vitest';
import { recogniseColumns } from '../../../../../shared/domain/intake/columns/recognise-columns.ts';
import { AmbiguousColumnsError, MissingColumnsError } from '../../../../../shared/errors.ts';

const allDatasets = { orders: {}, customers: {}, interactions: {}, feedback: {} };

/** Recognises a file given as comma-separated lines with a header; empty fields are missing. */
function recognise(lines: readonly string[], dataset?: 'orders' | 'customers' | 'feedback') {
  const [headers = [], ...rows] = lines.map((line) => line.split(','));
  return recogniseColumns(
    headers,
    dataset,
    allDatasets,
    rows.map((row) => row.map((value) => (value === '' ? null : value))),
  );
}

/** Builds twelve rows, each from its index. */
const rows = (row: (index: number) => string) => Array.from({ length: 12 }, (_, index) => row(index));
const day = (index: number) => `2026-07-${String(index + 1).padStart(2, '0')}`;
const price = (index: number) => `${10 + index}.${25 + index}`;

describe('a header that contradicts its values', () => {
  it('is not mapped: a "date" column of money gives way to a column of dates', () => {
    const { mapping } = recognise([
      'customer_id,date,created,amount',
      ...rows((index) => `c${index % 4},${price(index)},${day(index)},${price(index + 1)}`),
    ]);
    expect(mapping).toMatchObject({ ordered_at: 'created', amount: 'amount' });
  });

  it('is not mapped even if no other header fits: the field is inferred from content', () => {
    const { matches } = recognise([
      'customer_id,date,bought,amount',
      ...rows((index) => `c${index % 4},${price(index)},${day(index)},${price(index + 1)}`),
    ]);
    expect(matches).toContainEqual(expect.objectContaining({ field: 'ordered_at', header: 'bought', by: 'content' }));
  });

  it('leads to rejection when no other column fits', () => {
    const lines = ['customer_id,date,amount', ...rows((index) => `c${index % 4},paid,${price(index)}`)];
    expect(() => recognise(lines)).toThrow(MissingColumnsError);
  });

  it('is mapped when there are too few values to judge', () => {
    const { mapping } = recognise(['customer_id,date,amount', 'c1,soon,free']);
    expect(mapping).toEqual({ customer_id: 'customer_id', ordered_at: 'date', amount: 'amount' });
  });

  it('is mapped when some values fit', () => {
    const { mapping } = recognise([
      'customer_id,date,amount',
      ...rows((index) => `c${index % 4},${index < 3 ? day(index) : 'not recorded'},${price(index)}`),
    ]);
    expect(mapping.ordered_at).toBe('date');
  });
});

describe('numbers in a date column', () => {
  it.each([
    { what: 'Excel serials', value: (index: number) => String(42_583.46 + index) },
    { what: 'seconds since 1970', value: (index: number) => String(1_470_000_000 + index * 86_400) },
    { what: 'milliseconds since 1970', value: (index: number) => String(1_470_000_000_000 + index * 86_400_000) },
    { what: 'days without separators', value: (index: number) => `201608${10 + index}` },
  ])('can be $what', ({ value }) => {
    const { mapping } = recognise([
      'customer_id,order_time,amount',
      ...rows((index) => `c${index % 4},${value(index)},${price(index)}`),
    ]);
    expect(mapping.ordered_at).toBe('order_time');
  });
});

describe('a column with an unknown header', () => {
  const lines = ['who,when,paid_in_shop', ...rows((index) => `K-${100 + (index % 5)},${day(index)},${price(index)}`)];

  it('is mapped to customer, date or amount when it alone has fitting values', () => {
    const { matches } = recognise(lines, 'orders');
    expect(matches.map(({ field, header, by }) => [field, header, by])).toEqual([
      ['customer_id', 'who', 'content'],
      ['ordered_at', 'when', 'content'],
      ['amount', 'paid_in_shop', 'content'],
    ]);
  });

  it('is not mapped when neither the folder nor a known header indicates the dataset', () => {
    expect(() => recognise(lines)).toThrow(MissingColumnsError);
  });

  it('is not mapped to the customer when no value repeats', () => {
    const unique = ['who,date,amount', ...rows((index) => `K-${100 + index},${day(index)},${price(index)}`)];
    expect(() => recognise(unique)).toThrow(expect.objectContaining({ needed: ['customer_id'] }));
  });

  it('is not mapped to the amount when its header is about shipping or tax', () => {
    const taxed = ['customer_id,date,postage', ...rows((index) => `c${index % 4},${day(index)},${price(index)}`)];
    expect(() => recognise(taxed)).toThrow(expect.objectContaining({ needed: ['amount'] }));
  });

  it('is not mapped to the order date when its header is about a birthday', () => {
    const born = ['customer_id,birthday,amount', ...rows((index) => `c${index % 4},${day(index)},${price(index)}`)];
    expect(() => recognise(born)).toThrow(expect.objectContaining({ needed: ['ordered_at'] }));
  });

  it('is mapped to the score of a survey', () => {
    const { mapping } = recognise(
      ['customer_id,answered_at,q1', ...rows((index) => `c${index},${day(index)},${index % 11}`)],
      'feedback',
    );
    expect(mapping.score).toBe('q1');
  });
});

it('reports ambiguity when two columns with unknown headers have fitting values', () => {
  const lines = [
    'customer_id,started,ended,amount',
    ...rows((index) => `c${index % 4},${day(index)},${day(index + 1)},${price(index)}`),
  ];
  expect(() => recognise(lines.with(0, 'customer_id,started,stopped,amount'))).toThrow(AmbiguousColumnsError);
  expect(() => recognise(lines.with(0, 'customer_id,started,stopped,amount'))).toThrow(
    '"started" and "stopped" may both be ordered_at of orders; add the right one to the policy: ' +
      '{"columns":{"orders":{"ordered_at":"started"}}} or {"columns":{"orders":{"ordered_at":"stopped"}}}',
  );
});

it('prefers a filled column to an empty one with a better header', () => {
  const { mapping } = recognise([
    'sku,item,customer_id,date,amount',
    ...rows((index) => `,mug ${index % 3},c${index % 4},${day(index)},${price(index)}`),
  ]);
  expect(mapping.product).toBe('item');
});

describe('totals per customer', () => {
  const header = 'customer_id,recency,frequency,monetary,date';

  it('are distinguished from orders by their headers, even with a date column', () => {
    const { dataset, isAggregated } = recognise([
      header,
      ...rows((index) => `c${index},${index},3,${price(index)},${day(0)}`),
    ]);
    expect({ dataset, isAggregated }).toEqual({ dataset: 'customers', isAggregated: true });
  });

  it('are not recognised when a customer has several rows', () => {
    const { dataset } = recognise([header, ...rows((index) => `c${index % 3},${index},3,${price(index)},${day(0)}`)]);
    expect(dataset).toBe('orders');
  });

  it('require recency, frequency and spend; otherwise they remain attributes', () => {
    const { mapping, isAggregated, others } = recognise(['customer_id,country,total_orders,total_spent']);
    expect(isAggregated).toBe(false);
    expect(mapping).toEqual({ customer_id: 'customer_id', region: 'country' });
    expect(others).toEqual(['total_orders', 'total_spent']);
  });
});

describe('a customer id', () => {
  const orders = (id: (index: number) => string, header = 'customer_id') =>
    recognise([`${header},date,amount`, ...rows((index) => `${id(index)},${day(index)},${price(index)}`)]);

  it.each([
    { what: 'an e-mail address', id: (index: number) => `a${index}@example.com`, kind: 'email' },
    { what: 'a mobile number', id: (index: number) => `138001380${10 + index}`, kind: 'phone' },
    { what: 'a masked mobile number', id: (index: number) => `138****80${10 + index}`, kind: 'phone' },
    { what: 'a name', id: (index: number) => `Jane Doe${'abcdefghijkl'[index]}`, kind: 'name' },
  ])('that is $what is to be hashed', ({ id, kind }) => {
    const { hashedId, identifiers } = orders(id);
    expect(hashedId).toBe(true);
    expect(identifiers).toEqual([{ header: 'customer_id', kind, by: 'content' }]);
  });

  it('that is a number assigned by the shop is not hashed', () => {
    expect(orders((index) => `00${index % 4}42`)).toMatchObject({ hashedId: false, identifiers: [] });
  });

  it('that is a company is not hashed', () => {
    expect(orders((index) => `Acme ${'ABCDEFGHIJKL'[index]}oods`, 'Account Name').hashedId).toBe(false);
  });
});

describe('a column whose values identify persons', () => {
  it('is dropped whatever its header', () => {
    const { identifiers, others } = recognise([
      'customer_id,signup_date,extra,contact_1,level',
      ...rows((index) => `c${index},${day(index)},b${index}@example.org,139001390${10 + index},gold`),
    ]);
    expect(identifiers).toEqual([
      { header: 'extra', kind: 'email', by: 'content' },
      { header: 'contact_1', kind: 'phone', by: 'content' },
    ]);
    expect(others).toEqual(['level']);
  });

  it('is dropped when it holds free text', () => {
    const { identifiers } = recognise([
      'customer_id,signup_date,profile',
      ...rows((index) => `c${index},${day(index)},please call my wife number ${index} instead`),
    ]);
    expect(identifiers).toEqual([{ header: 'profile', kind: 'free_text', by: 'content' }]);
  });

  it('is never mapped to a field other than the customer id', () => {
    const { mapping, dropped } = recognise([
      'customer_id,date,amount,channel',
      ...rows((index) => `c${index % 4},${day(index)},${price(index)},a${index}@example.com`),
    ]);
    expect(mapping.channel).toBeUndefined();
    expect(dropped).toEqual(['channel']);
  });
});

describe('a currency column', () => {
  const orders = (header: string, values: readonly string[]) => [
    `customer_id,order_date,amount,${header}`,
    ...rows((index) => `c${index % 4},${day(index)},${price(index)},${values[index % values.length]}`),
  ];

  it.each([['BGN'], ['pen'], ['ALL', 'TOP'], ['KZT', 'USD']])('accepts any current code: %s', (...codes) => {
    expect(recognise(orders('currency', codes)).mapping.currency).toBe('currency');
  });

  it('is not mapped when its values are not currency codes', () => {
    expect(recognise(orders('currency', ['ABC', 'shop'])).mapping.currency).toBeUndefined();
  });

  it('is recognised by its header only: codes under another header count as words', () => {
    expect(recognise(orders('size', ['ALL', 'TOP'])).mapping.currency).toBeUndefined();
  });
});
