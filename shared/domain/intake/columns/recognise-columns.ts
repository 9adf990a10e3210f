import { AmbiguousColumnsError, MissingColumnsError, UnsupportedDatasetError } from '../../../errors.ts';
import { profileFieldNames } from '../datasets/customers.ts';
import {
  type Dataset,
  datasetDefinitions,
  datasetFields,
  datasets,
  type Field,
  type Mapping,
} from '../datasets/datasets.ts';
import { findKnownExport } from '../datasets/known-exports.ts';
import { parseUnit, type Unit } from '../headers/headers.ts';
import { identifyValue } from '../identifiers/identifiers.ts';
import { classifyDataset, closestDataset, isAggregated, missingFields } from './classify-dataset.ts';
import { type Identifier, identifierIn, identifierInId } from './identifier-columns.ts';
import { inferFromContent, type Match, matchColumns, type Reading } from './matching.ts';
import { type OrderAmounts, orderAmounts } from './order-amounts.ts';
import { type ColumnTable, columnTable, type Sample } from './sample-table.ts';

export type { Mapping } from '../datasets/datasets.ts';
export type { Identifier } from './identifier-columns.ts';
export type { Match } from './matching.ts';
export type { OrderAmounts } from './order-amounts.ts';
export type { Sample } from './sample-table.ts';

/** What a file holds and which of its columns is which. */
export interface Recognised<Kind extends Dataset = Dataset> {
  dataset: Kind;
  /** The export that the headers give away, such as `Shopify orders`. */
  system?: string;
  mapping: Mapping;
  /** The mapping with its reasons, in the order of the canonical columns. */
  matches: Match[];
  /** What the headers of mapped columns say of currency and cents. */
  units: Partial<Record<Field, Unit>>;
  /** Of orders: what a row is, and what of it is added up. */
  amounts?: OrderAmounts;
  /** Of customers: whether a row is what their orders came to, rather than what they are. */
  isAggregated: boolean;
  /** Whether the customer is known by nothing but an e-mail, a phone number, a name …: never to be stored but hashed. */
  hashedId: boolean;
  /** Every column that identifies a person, the customer's id among them when it does. */
  identifiers: Identifier[];
  /** Headers of those that are not mapped; they are never read. */
  dropped: string[];
  /** Headers without a canonical meaning; kept as attributes of customers, left out of the rest. */
  others: string[];
}

/**
 * Recognises what a file holds and which column is which, from its headers and a sample of its values.
 * @param headers as the file writes them
 * @param dataset what the inbox folder says, if anything
 * @param byHand the policy's mapping for each dataset that is taken in; it wins over recognition
 * @param sample up to 1,000 rows, as they follow each other; without them names alone decide
 * @throws {MissingColumnsError} with what was found, what is needed, and the mapping to write
 * @throws {AmbiguousColumnsError} with the headers between which only the policy can choose
 * @throws {UnsupportedDatasetError} when the folder names a dataset that is not taken in
 */
export function recogniseColumns<Kind extends Dataset>(
  headers: readonly string[],
  dataset: Dataset | undefined,
  byHand: Readonly<Record<Kind, Mapping>>,
  sample: Sample = [],
): Recognised<Kind> {
  const table = columnTable(headers, sample);
  const mappings: Readonly<Partial<Record<Dataset, Mapping>>> = byHand;
  const readings = datasets
    .filter((kind) => dataset === undefined || dataset === kind)
    .flatMap((kind) => (mappings[kind] ? [matchColumns(table, kind, mappings[kind])] : []));
  const filled = readings.map((reading) => withGuesses(reading, dataset !== undefined, table));
  const reading =
    dataset === undefined
      ? (classifyDataset(readings, table) ?? classifyDataset(filled, table) ?? closestDataset(filled))
      : filled[0];
  if (!reading) throw new UnsupportedDatasetError(`Files of ${dataset ?? 'any kind'} are not taken in`);
  if (reading.ambiguous[0]) throw undecided(reading.dataset, reading.ambiguous[0]);
  const missing = missingFields(reading);
  if (missing.length > 0) throw notUnderstood(reading.dataset, headers, missing);
  return described(reading, table) as Recognised<Kind>;
}

/** Columns are guessed where the folder or another required column says what the file is of. */
function withGuesses(reading: Reading, isSure: boolean, table: ColumnTable): Reading {
  const missing = missingFields(reading);
  const isHinted = datasetDefinitions[reading.dataset].required.some((field) => !missing.includes(field));
  return isSure || isHinted ? inferFromContent(reading, missing, table) : reading;
}

function described(reading: Reading, table: ColumnTable): Recognised {
  const { dataset } = reading;
  const money = dataset === 'orders' ? orderAmounts(table, reading.matches) : undefined;
  const aggregated = dataset === 'customers' && isAggregated(reading, table);
  const fields = dataset === 'customers' && !aggregated ? profileFieldNames : datasetFields[dataset];
  const found = money?.matches ?? reading.matches;
  const matches = fields.map((field) => found.get(field)).filter((match) => match !== undefined);
  const mapping: Mapping = Object.fromEntries(matches.map(({ field, header }) => [field, header]));
  const units = matches.map(({ field, header }) => [field, parseUnit(header)] as const);

  const used = new Set(Object.values(mapping));
  const unused = table.headers.filter((header) => !used.has(header));
  const id = mapping.customer_id === undefined ? undefined : identifierInId(mapping.customer_id, table);
  const identifying = unused
    .map((header) => identifierIn(header, dataset, table))
    .filter((found) => found !== undefined);
  const dropped = new Set(identifying.map(({ header }) => header));
  const system = findKnownExport(table.headers, dataset)?.name;
  return {
    dataset,
    ...(system !== undefined && { system }),
    mapping,
    matches,
    units: Object.fromEntries(units.filter(([, unit]) => Object.keys(unit).length > 0)),
    ...(money && { amounts: money.amounts }),
    isAggregated: aggregated,
    hashedId: id !== undefined,
    identifiers: id ? [id, ...identifying] : identifying,
    dropped: [...dropped],
    others: unused.filter((header) => !dropped.has(header)),
  };
}

function describeRequired(dataset: Dataset): string {
  const { required, requiredEither } = datasetDefinitions[dataset];
  const either = requiredEither?.map((fields) => fields.join(' with ')).join(' or ');
  return [required.join(', '), ...(either ? [`and ${either}`] : [])].join(', ');
}

const toWrite = (dataset: Dataset, columns: Record<string, string>) =>
  JSON.stringify({ columns: { [dataset]: columns } });
const quoted = (header: string) => `"${header.slice(0, 60)}"`;

function notUnderstood(dataset: Dataset, found: readonly string[], missing: readonly Field[]): MissingColumnsError {
  // A first row of data, taken for the header, may name persons.
  const areData = found.some((header) => identifyValue(header) !== undefined);
  const shown = areData ? [] : found.slice(0, 40).map(quoted);
  const example = Object.fromEntries(missing.map((field) => [field, `<header of ${field}>`]));
  return new MissingColumnsError(
    [
      `No column was recognised as ${missing.join(', ')} of ${dataset}`,
      areData
        ? `the ${found.length} names of its columns look like data: where the file has no header, the policy names them in "reading"`
        : `found: ${shown.join(', ')}${found.length > shown.length ? ` and ${found.length - shown.length} more` : ''}`,
      `needed: ${describeRequired(dataset)}${dataset === 'orders' ? ' (for a customers file: customer_id)' : ''}`,
      `write into the policy: ${toWrite(dataset, example)}`,
    ].join('; '),
    found,
    missing,
  );
}

function undecided(
  dataset: Dataset,
  { field, headers }: { field: Field; headers: readonly string[] },
): AmbiguousColumnsError {
  return new AmbiguousColumnsError(
    [
      `${headers.map(quoted).join(' and ')} may both be ${field} of ${dataset}`,
      `write into the policy the one that is: ${headers.map((header) => toWrite(dataset, { [field]: header })).join(' or ')}`,
    ].join('; '),
    field,
    headers,
  );
}
