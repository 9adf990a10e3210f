import {
  AmbiguousColumnsError,
  type ColumnQuestion,
  MissingColumnsError,
  UnsupportedDatasetError,
} from '../../../errors.ts';
import { profileFieldNames } from '../datasets/customers.ts';
import {
  type Dataset,
  datasetDefinitions,
  datasetFields,
  datasets,
  type Field,
  fieldContent,
  type Mapping,
} from '../datasets/datasets.ts';
import { findKnownExport } from '../datasets/known-exports.ts';
import { headerConcepts } from '../headers/header-concepts.ts';
import { parseUnit, type Unit } from '../headers/headers.ts';
import { identifyValue } from '../identifiers/identifiers.ts';
import { closestWord } from '../text/closest-word.ts';
import { otherDates, startDates } from '../vocabulary/header-words.ts';
import { assignOrderColumns, withoutLonePrice } from './assign-columns.ts';
import { classifyDataset, closestDataset, isAggregated, missingFields } from './classify-dataset.ts';
import { commandWith, policyWith, sampleValues } from './column-question.ts';
import { contentFit } from './content.ts';
import { findIdentifier, findIdentifierInId, type Identifier } from './identifier-columns.ts';
import { type DatasetReading, inferFromContent, type Match, matchColumns } from './matching.ts';
import { fieldsByHeader } from './names.ts';
import { type OrderAmounts, orderAmounts } from './order-amounts.ts';
import { nameRole, roles } from './order-roles.ts';
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
      ? (classifyClearly(readings, inferred, table) ?? classifyDataset(inferred, table) ?? closestDataset(inferred))
      : inferred[0];
  if (!reading) throw new UnsupportedDatasetError(`Files of ${dataset ?? 'any dataset'} are not supported`);
  if (reading.ambiguous[0]) throw ambiguousColumns(table, reading);
  const missing = missingFields(reading);
  if (missing.length > 0) throw missingColumns(table, reading, missing, mappings[reading.dataset] ?? {});
  return toRecognised(reading, table) as Recognised<Kind>;
}

/**
 * Finds the dataset from the known headers alone. A list of customers in which they repeat is a file of orders, if its other
 * columns make it one.
 */
function classifyClearly(
  readings: readonly DatasetReading[],
  inferred: readonly DatasetReading[],
  table: ColumnTable,
): DatasetReading | undefined {
  const clear = classifyDataset(readings, table);
  if (clear?.dataset !== 'customers' || isAggregated(clear, table)) return clear;
  const { filled, distinct } = table.content(clear.matches.get('customer_id')?.header ?? '');
  const orders = inferred.find((reading) => reading.dataset === 'orders');
  return orders && distinct < filled && missingFields(orders).length === 0 ? orders : clear;
}

/** Infers missing fields from content, provided that the folder or another required field indicates the dataset. */
function withInferredFields(reading: DatasetReading, isDatasetKnown: boolean, table: ColumnTable): DatasetReading {
  if (reading.dataset === 'orders') {
    const assigned = assignOrderColumns(reading, table);
    if (assigned.ambiguous.length > 0 || missingFields(assigned).length === 0) return assigned;
  }
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

const quoted = (header: string) => `"${header.slice(0, 60)}"`;

function missingColumns(
  table: ColumnTable,
  reading: DatasetReading,
  missing: readonly Field[],
  policyMapping: Mapping,
): MissingColumnsError {
  const { dataset } = reading;
  const found = table.headers;
  // In a file without a header, the first row is data and may name persons.
  const areData = found.some((header) => identifyValue(header) !== undefined);
  const listed = areData ? [] : found.slice(0, 40).map(quoted);
  const question = areData ? undefined : askFor(table, reading, missing);
  const answer = missing.map((field): [Field, string] => {
    const [only, ...more] = question?.fields.find((each) => each.field === field)?.candidates ?? [];
    return [field, only && more.length === 0 ? only.header : `<header of ${field}>`];
  });
  return new MissingColumnsError(
    [
      `No column was recognised as ${missing.join(', ')} of ${dataset}`,
      ...missing.flatMap((field) => mappedInVain(field, policyMapping, found)),
      ...(areData
        ? [
            `the ${found.length} column names look like data: if the file has no header, name its columns in "reading" in the policy`,
          ]
        : [
            ...contradictedText(table, reading, missing),
            `found: ${listed.join(', ')}${found.length > listed.length ? ` and ${found.length - listed.length} more` : ''}`,
          ]),
      `needed: ${describeRequired(dataset)}${dataset === 'orders' ? ' (for a customers file: customer_id)' : ''}`,
      ...(areData ? [] : [`name the column on the command line: ${commandWith(answer)}`]),
      `add to the policy: ${policyWith(dataset, answer)}`,
    ].join('; '),
    found,
    missing,
    question,
  );
}

/** A header of the policy that the file lacks, with the one that may be meant. */
function mappedInVain(field: Field, policyMapping: Mapping, found: readonly string[]): string[] {
  const header = policyMapping[field];
  if (header === undefined || found.some((each) => each.trim() === header.trim())) return [];
  const meant = closestWord(header, found);
  return [
    `the policy has ${quoted(header)} for ${field}${meant === undefined ? '' : `: did you mean ${quoted(meant)}?`}`,
  ];
}

/** Columns whose header names a missing field, with the values for which they were not taken. */
function contradictedText(table: ColumnTable, { dataset }: DatasetReading, missing: readonly Field[]): string[] {
  return [...fieldsByHeader(table, dataset)].flatMap(([header, fields]) => {
    const field = missing.find((each) => fields.has(each));
    if (field === undefined) return [];
    const values = sampleValues(table, header).map(quoted).join(', ');
    const kind = { id: 'ids', date: 'dates', money: 'amounts', number: 'numbers', score: 'scores' } as const;
    const wanted = kind[fieldContent(dataset, field) as keyof typeof kind] ?? 'words';
    return [
      values === ''
        ? `${quoted(header)} has no values`
        : `the values of ${quoted(header)} do not look like ${wanted}: ${values}`,
    ];
  });
}

/** The columns that may be a field, with values: those of an ambiguity, or all that have no other meaning. */
function askFor(table: ColumnTable, reading: DatasetReading, fields: readonly Field[]): ColumnQuestion {
  const used = new Set([...withoutLonePrice(reading).matches.values()].map(({ header }) => header));
  const free = table.headers.filter((header) => !used.has(header));
  return {
    dataset: reading.dataset,
    fields: fields.map((field) => ({
      field,
      candidates: (
        reading.ambiguous.find((each) => each.field === field)?.headers ?? likeliest(field, free, table, reading)
      )
        .slice(0, MAX_CANDIDATES)
        .map((header) => ({ header: header.slice(0, MAX_HEADER), values: sampleValues(table, header) })),
    })),
  };
}

const MAX_CANDIDATES = 9;
const MAX_HEADER = 200;

/** The columns that neither their names nor their values keep from being a field, those first whose names speak for it. */
function likeliest(field: Field, free: readonly string[], table: ColumnTable, { dataset }: DatasetReading): string[] {
  const role = roles.find((each) => each === field);
  const kind = fieldContent(dataset, field);
  return free
    .filter((header) => contentFit(kind, table.content(header)) > 0.5 && table.identifierBy(header)?.by !== 'header')
    .map((header) => ({ header, name: role === undefined ? 0 : nameRole(role, header) }))
    .filter(({ header, name }) => name > 0 || headerConcepts(header).every((concept) => concept === null))
    .filter(({ header }) => kind !== 'date' || !(otherDates.test(header) || startDates.test(header)))
    .toSorted((a, b) => b.name - a.name)
    .map(({ header }) => header);
}

function ambiguousColumns(table: ColumnTable, reading: DatasetReading): AmbiguousColumnsError {
  const { dataset, ambiguous } = reading;
  const [{ field, headers } = { field: 'customer_id' as const, headers: [] }] = ambiguous;
  const missing = missingFields(reading).filter((each) => !ambiguous.some((other) => other.field === each));
  const open = [...ambiguous.map((each) => each.field), ...missing];
  return new AmbiguousColumnsError(
    [
      ...ambiguous.map(
        (each) =>
          `${each.headers.map(quoted).join(' and ')} may ${each.headers.length > 2 ? 'all' : 'both'} be ${each.field} of ${dataset}`,
      ),
      `add the right one to the policy: ${headers.map((header) => policyWith(dataset, [[field, header]])).join(' or ')}`,
      ...headers
        .map((header) => `${quoted(header)} has values such as ${sampleValues(table, header).map(quoted).join(', ')}`)
        .filter((text) => !text.endsWith('as ')),
      `or name it on the command line: ${commandWith(ambiguous.map((each) => [each.field, each.headers[0] ?? '']))}`,
    ].join('; '),
    field,
    headers,
    askFor(table, reading, open),
  );
}
