import { expect, it } from 'vitest';
import { recogniseColumns } from '../../../../../shared/domain/intake/columns/recognise-columns.ts';
import { InputError } from '../../../../../shared/errors.ts';
import { expectedFields, formatRows, formats } from './recognition-table.ts';

const allDatasets = { orders: {}, customers: {}, interactions: {}, feedback: {} };
/** The fields on which the meaning of an order depends. */
const decisive = new Set(Object.values(expectedFields).flat());

function recognise(columns: string): { dataset: string | undefined; mapping: Record<string, string> } {
  const { headers, rows } = formatRows(columns);
  try {
    const { dataset, mapping } = recogniseColumns(headers, undefined, allDatasets, rows);
    return { dataset, mapping };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { dataset: undefined, mapping: {} };
  }
}

/** Compares what was recognised with the capital letters of a format. */
function compare(columns: string) {
  const { dataset, mapping } = recognise(columns);
  const kinds = new Map(columns.split('|').map((part) => part.split(':') as [string, string]));
  const found = Object.entries(mapping).filter(([field]) => dataset === 'orders' && decisive.has(field));
  const isExpected = ([field, header]: [string, string]) =>
    expectedFields[kinds.get(header) ?? '']?.includes(field) === true;
  const wanted = [...kinds].filter(([, kind]) => expectedFields[kind] !== undefined);
  return {
    wrong: found
      .filter((each) => !isExpected(each) && !isHarmless(each, kinds))
      .map(([field, header]) => `${field}: ${header}`),
    right: found.filter(isExpected).length,
    missed: wanted
      .map(([header]) => header)
      .filter((header) => !found.some((each) => each[1] === header && isExpected(each))),
  };
}

/** A quantity beside an amount decides nothing. */
const isHarmless = ([field, header]: [string, string], kinds: ReadonlyMap<string, string>) =>
  field === 'quantity' && kinds.get(header) === 'q';

const compared = formats.map(([system, columns]) => ({ system, ...compare(columns) }));
const count = (of: (each: (typeof compared)[number]) => number) => compared.reduce((sum, each) => sum + of(each), 0);

it('measures at least 80 formats', () => {
  expect(new Set(formats.map(([, columns]) => columns)).size).toBeGreaterThanOrEqual(80);
});

it('never takes a column for what it is not: precision 1', () => {
  expect(compared.filter(({ wrong }) => wrong.length > 0).map(({ system, wrong }) => ({ system, wrong }))).toEqual([]);
});

it('finds at least 97 of 100 columns: recall', () => {
  const missed = compared
    .filter((each) => each.missed.length > 0)
    .map((each) => `${each.system}: ${each.missed.join(', ')}`);
  const right = count((each) => each.right);
  const recall = right / (right + count((each) => each.missed.length));

  expect(recall, missed.join('\n')).toBeGreaterThanOrEqual(0.97);
});

it.each([
  'cumid:C|time:D|amount:M',
  'customer_id:C|trans_date:D|tran_amount:M',
  'Id:C|Date:D|Price:M',
  'household_id:C|basket_id:O|sales_value:M|transaction_timestamp:T',
  'client_ref:C|txn_dt:D|txn_amt:M',
  'mbr:C|ts:T|spend:M',
  'buyer_no:C|receipt_no:O|sale_dt:D|sale_total:M',
  'hshd_num:C|purchase_dt:D|total_amt:M',
])('takes in %s without a word from the user', (columns) => {
  expect(compare(columns)).toMatchObject({ wrong: [], missed: [] });
});

it.each(formats.filter(([, columns]) => !columns.includes(':C')))('asks about %s', (_system, columns) => {
  expect(recognise(columns).dataset).not.toBe('orders');
});
