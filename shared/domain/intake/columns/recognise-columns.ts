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
import { findIdentifier, findIdentifierInId, type Identifier } from './identifier-columns.ts';
import { type DatasetReading, inferFromContent, type Match, matchColumns } from './matching.ts';
import { type OrderAmounts, orderAmounts } from './order-amounts.ts';
import { type ColumnTable, columnTable, type Sample } from './sample-table.ts';

export type { Mapping } from '../datasets/datasets.ts';
export type { Identifier } from './identifier-columns.ts';
export type { Match } from './matching.ts';
export type { OrderAmounts } from './order-amounts.ts';
export type { Sample } from './sample-table.ts';

/** A file's dataset and the meaning of its columns. */
export interface Recognised<Kind extends Dataset = Dataset> {
  dataset: Kind;
  /** The known export that the headers match, such as `Shopify orders`. */
  system?: string;
  mapping: Mapping;
  /** The mapping with reasons, in the order of the dataset's fields. */
  matches: Match[];
  /** Currency and minor unit that the headers of mapped columns name. */
  units: Partial<Record<Field, Unit>>;
  /** Orders only: what a row is, and what to sum. */
  amounts?: OrderAmounts;
  /** Customers only: whether the file has totals per customer instead of profiles. */
  isAggregated: boolean;
  /** Whether the customer id is a personal identifier (e-mail address, phone number, name …), to be stored only as a hash. */
  hashedId: boolean;
  /** Every column that identifies a person, including the customer id if it does. */
  identifiers: Identifier[];
  /** Headers of identifying columns that are not mapped; these columns are never read. */
  dropped: string[];
  /** Headers of all other unmapped columns: attributes in customers files, ignored in other datasets. */
  others: string[];
}

/**
 * Recognises the dataset and the columns of a file from its headers and a sample of its values.
 * @param headers headers as written in the file
 * @param dataset dataset of the inbox folder, if any
 * @param policyMappings mapping in the policy for each supported dataset; it takes precedence over recognition
 * @param sample up to 1,000 consecutive rows; without a sample, headers alone decide
 * @throws {MissingColumnsError} when required fields are missing, with the mapping to add to the policy
 * @throws {AmbiguousColumnsError} when several headers match a required field equally well
 * @throws {UnsupportedDatasetError} when the dataset is not supported
 */
export function recogniseColumns<Kind extends Dataset>(
  headers: readonly string[],
  dataset: Dataset | undefined,
  policyMappings: Readonly<Record<Kind, Mapping>>,
  sample: Sample = [],
): Recognised<Kind> {
  const table = columnTable(headers, sample);
  const mappings: Readonly<Partial<Record<Dataset, Mapping>>> = policyMappings;
  const readings = datasets
    .filter((kind) => dataset === undefined || dataset === kind)
    .flatMap((kind) => (mappings[kind] ? [matchColumns(table, kind, mappings[kind])] : []));
  const inferred = readings.map((reading) => withInferredFields(reading, dataset !== undefined, table));
  const reading =
    dataset === undefined
      ? (classifyDataset(readings, table) ?? classifyDataset(inferred, table) ?? closestDataset(inferred))
      : inferred[0];
  if (!reading) throw new UnsupportedDatasetError(`Files of ${dataset ?? 'any dataset'} are not supported`);
  if (reading.ambiguous[0]) throw ambiguousColumns(reading.dataset, reading.ambiguous[0]);
  const missing = missingFields(reading);
  if (missing.length > 0) throw missingColumns(reading.dataset, headers, missing);
  return toRecognised(reading, table) as Recognised<Kind>;
}

/** Infers missing fields from content, provided that the folder or another required field indicates the dataset. */
function withInferredFields(reading: DatasetReading, isDatasetKnown: boolean, table: ColumnTable): DatasetReading {
  const missing = missingFields(reading);
  const hasRequiredField = datasetDefinitions[reading.dataset].required.some((field) => !missing.includes(field));
  return isDatasetKnown || hasRequiredField ? inferFromContent(reading, missing, table) : reading;
}

function toRecognised(reading: DatasetReading, table: ColumnTable): Recognised {
  const { dataset } = reading;
  const money = dataset === 'orders' ? orderAmounts(table, reading.matches) : undefined;
  const aggregated = dataset === 'customers' && isAggregated(reading, table);
  const fields = dataset === 'customers' && !aggregated ? profileFieldNames : datasetFields[dataset];
  const resolved = money?.matches ?? reading.matches;
  const matches = fields.map((field) => resolved.get(field)).filter((match) => match !== undefined);
  const mapping: Mapping = Object.fromEntries(matches.map(({ field, header }) => [field, header]));
  const units = matches.map(({ field, header }) => [field, parseUnit(header)] as const);

  const used = new Set(Object.values(mapping));
  const unused = table.headers.filter((header) => !used.has(header));
  const id = mapping.customer_id === undefined ? undefined : findIdentifierInId(mapping.customer_id, table);
  const identifying = unused
    .map((header) => findIdentifier(header, dataset, table))
    .filter((identifier) => identifier !== undefined);
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

const policyWith = (dataset: Dataset, columns: Record<string, string>) =>
  JSON.stringify({ columns: { [dataset]: columns } });
const quoted = (header: string) => `"${header.slice(0, 60)}"`;

function missingColumns(dataset: Dataset, found: readonly string[], missing: readonly Field[]): MissingColumnsError {
  // In a file without a header, the first row is data and may name persons.
  const areData = found.some((header) => identifyValue(header) !== undefined);
  const listed = areData ? [] : found.slice(0, 40).map(quoted);
  const example = Object.fromEntries(missing.map((field) => [field, `<header of ${field}>`]));
  return new MissingColumnsError(
    [
      `No column was recognised as ${missing.join(', ')} of ${dataset}`,
      areData
        ? `the ${found.length} column names look like data: if the file has no header, name its columns in "reading" in the policy`
        : `found: ${listed.join(', ')}${found.length > listed.length ? ` and ${found.length - listed.length} more` : ''}`,
      `needed: ${describeRequired(dataset)}${dataset === 'orders' ? ' (for a customers file: customer_id)' : ''}`,
      `add to the policy: ${policyWith(dataset, example)}`,
    ].join('; '),
    found,
    missing,
  );
}

function ambiguousColumns(
  dataset: Dataset,
  { field, headers }: { field: Field; headers: readonly string[] },
): AmbiguousColumnsError {
  return new AmbiguousColumnsError(
    [
      `${headers.map(quoted).join(' and ')} may both be ${field} of ${dataset}`,
      `add the right one to the policy: ${headers.map((header) => policyWith(dataset, { [field]: header })).join(' or ')}`,
    ].join('; '),
    field,
    headers,
  );
}
