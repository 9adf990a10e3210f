import fc from 'fast-check';
import { expect, it } from 'vitest';
import { recogniseColumns, type Sample } from '../../../../../shared/domain/intake/columns/recognise-columns.ts';
import { datasetDefinitions } from '../../../../../shared/domain/intake/datasets/datasets.ts';
import { identifyHeader } from '../../../../../shared/domain/intake/identifiers/identifiers.ts';
import { InputError } from '../../../../../shared/errors.ts';

const allDatasets = { orders: {}, customers: {}, interactions: {}, feedback: {} };
const ROWS = 12;

const fields = Object.values(datasetDefinitions).flatMap((dataset) => Object.values(dataset.fields));
const knownNames = new Set(fields.flatMap(({ aliases }) => aliases).flatMap((line) => line.split(', ')));
const personalHeaders = [
  'E-mail',
  'Full Name',
  '收货人姓名',
  'Shipping Address1',
  '身份证号',
  'Card Number',
  'Customer Note',
];
const header = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom('customer_id', 'order_id', 'date', 'amount', 'quantity', 'unit price') },
  { weight: 4, arbitrary: fc.constantFrom(...knownNames) },
  { weight: 2, arbitrary: fc.constantFrom(...personalHeaders) },
  { weight: 1, arbitrary: fc.string({ minLength: 1, maxLength: 12 }) },
);

const cells = fc.constantFrom<(index: number) => string | null>(
  (index) => `2026-07-${10 + index}`,
  (index) => `${index}.50`,
  (index) => `C-${index % 4}`,
  (index) => `someone${index}@example.com`,
  (index) => `138001380${10 + index}`,
  (index) => ['paid', 'returned'][index % 2] ?? null,
  (index) => (index % 3 === 0 ? null : String(index)),
  () => null,
);

/** A file as a list of columns, each a header and a function from row to value. */
const file = fc.uniqueArray(fc.tuple(header, cells), {
  minLength: 1,
  maxLength: 14,
  selector: ([name]) => name.trim(),
});
type Column = readonly [string, (index: number) => string | null];

function recognise(columns: readonly Column[], isSampled: boolean) {
  const sample: Sample = Array.from({ length: isSampled ? ROWS : 0 }, (_, row) => columns.map(([, cell]) => cell(row)));
  try {
    return recogniseColumns(
      columns.map(([name]) => name),
      undefined,
      allDatasets,
      sample,
    );
  } catch (error) {
    if (error instanceof InputError) return error;
    throw error;
  }
}

it('gives the same result whatever the order of the columns', () => {
  const shuffled = file.chain((columns) =>
    fc.tuple(fc.constant(columns), fc.shuffledSubarray(columns, { minLength: columns.length }), fc.boolean()),
  );
  fc.assert(
    fc.property(shuffled, ([columns, others, isSampled]) => {
      const [one, other] = [recognise(columns, isSampled), recognise(others, isSampled)];
      if (one instanceof InputError || other instanceof InputError) {
        expect((one as InputError).name).toBe((other as InputError).name);
        return;
      }
      const { dropped, others: rest, identifiers, ...first } = one;
      expect(other).toMatchObject(first);
      expect(other.dropped.toSorted()).toEqual(dropped.toSorted());
      expect(other.others.toSorted()).toEqual(rest.toSorted());
      expect(other.identifiers).toHaveLength(identifiers.length);
    }),
    { numRuns: 1000 },
  );
});

it('lists every column exactly once, as mapped, dropped or other', () => {
  fc.assert(
    fc.property(file, fc.boolean(), (columns, isSampled) => {
      const recognised = recognise(columns, isSampled);
      if (recognised instanceof InputError) return;
      const { mapping, dropped, others } = recognised;
      const accounted = [...Object.values(mapping), ...dropped, ...others];
      expect(accounted.toSorted()).toEqual(columns.map(([name]) => name).toSorted());
    }),
    { numRuns: 1000 },
  );
});

it('keeps no identifier as an attribute, and maps none except as the customer id', () => {
  fc.assert(
    fc.property(file, fc.boolean(), (columns, isSampled) => {
      const recognised = recognise(columns, isSampled);
      if (recognised instanceof InputError) return;
      const { customer_id, order_id, interaction_id, response_id, ...rest } = recognised.mapping;
      const identifies = ([name, cell]: Column) =>
        identifyHeader(name) !== undefined || (isSampled && /@|^138/.test(cell(1) ?? ''));
      const kept = [...recognised.others, ...Object.values(rest)];
      expect(columns.filter((column) => kept.includes(column[0]) && identifies(column))).toEqual([]);

      // An order id may look like a phone number, but not like an e-mail address.
      const isAddress = ([, cell]: Column) => isSampled && /@/.test(cell(1) ?? '');
      const numbers = [order_id, interaction_id, response_id];
      expect(columns.filter((column) => numbers.includes(column[0]) && isAddress(column))).toEqual([]);
    }),
    { numRuns: 1000 },
  );
});
