import type { Evidence } from '../datasets/dataset.ts';
import { datasetDefinitions, type Field } from '../datasets/datasets.ts';
import type { DatasetReading } from './matching.ts';
import type { ColumnTable } from './sample-table.ts';

const has = (reading: DatasetReading, ...fields: Field[]) => fields.every((field) => reading.matches.has(field));

/** Whether the header of any of the fields contains a keyword of the dataset. */
const hasKeyword = ({ dataset, matches }: DatasetReading, fields: readonly Field[]) =>
  fields.some((field) => datasetDefinitions[dataset].keywords?.test(matches.get(field)?.header ?? ''));

/** Returns the required fields that a file lacks for the dataset it was read as. */
export function missingFields(reading: DatasetReading): Field[] {
  const { required, requiredEither = [] } = datasetDefinitions[reading.dataset];
  const missing = required.filter((field) => !has(reading, field));
  const hasEither = requiredEither.some((fields) => has(reading, ...fields));
  return hasEither ? missing : [...missing, ...(requiredEither[0] ?? [])];
}

/** Whether a customers file has one row per customer with the totals that RFM or BG/NBD needs. */
export function isAggregated(reading: DatasetReading, table: ColumnTable): boolean {
  const isRfm =
    (has(reading, 'recency_days') || has(reading, 'last_order_at')) &&
    has(reading, 'orders') &&
    (has(reading, 'monetary_total') || has(reading, 'monetary_mean'));
  const id = reading.matches.get('customer_id')?.header;
  if (id === undefined || !(isRfm || has(reading, 'x', 't_x', 't'))) return false;
  const { filled, distinct } = table.content(id);
  return distinct >= 0.99 * filled;
}

function holds(evidence: Evidence<Field>, reading: DatasetReading, table: ColumnTable): boolean {
  switch (evidence.by) {
    case 'required-fields':
      return true;
    case 'any-field':
      return evidence.of.some((field) => has(reading, field));
    case 'keywords':
      return evidence.in.every((fields) => hasKeyword(reading, fields));
    case 'values':
      return evidence.areTypical(table.values(reading.matches.get(evidence.of)?.header ?? ''));
    default:
      return evidence satisfies never;
  }
}

/** Precedes the evidence for orders, because an aggregated customers file may also have a date and an amount. */
const AGGREGATED_PRECEDENCE = 10;

/** The precedence of the best evidence that a file belongs to the dataset it was read as; infinite without evidence. */
function findPrecedence(reading: DatasetReading, table: ColumnTable): number {
  if (missingFields(reading).length > 0) return Number.POSITIVE_INFINITY;
  const { evidence } = datasetDefinitions[reading.dataset];
  const precedences = evidence.filter((each) => holds(each, reading, table)).map(({ precedence }) => precedence);
  return Math.min(...precedences, isAggregated(reading, table) ? AGGREGATED_PRECEDENCE : Number.POSITIVE_INFINITY);
}

/**
 * Finds the dataset of a file from its columns, for files outside a dataset's folder.
 * @param readings the file read as each dataset
 * @returns the reading with the best evidence; undefined when no dataset fits
 */
export function classifyDataset(readings: readonly DatasetReading[], table: ColumnTable): DatasetReading | undefined {
  const [first, ...others] = readings
    .map((reading) => ({ reading, precedence: findPrecedence(reading, table) }))
    .filter(({ precedence }) => Number.isFinite(precedence))
    .toSorted((a, b) => a.precedence - b.precedence)
    .map(({ reading }) => reading);
  if (first?.dataset !== 'customers') return first;
  // A file with order ids has orders, even if its figures look aggregated.
  return others.find((reading) => reading.dataset === 'orders' && has(reading, 'order_id')) ?? first;
}

/** Returns the reading with the fewest missing fields. It considers the first reading and those that keywords suggest. */
export function closestDataset(readings: readonly DatasetReading[]): DatasetReading | undefined {
  return readings
    .filter(
      (reading, index) => index === 0 || hasKeyword(reading, datasetDefinitions[reading.dataset].suggestedBy ?? []),
    )
    .toSorted((a, b) => missingFields(a).length - missingFields(b).length)[0];
}
