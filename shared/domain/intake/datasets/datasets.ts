import type { CleanColumns } from './clean-columns.ts';
import { customers } from './customers.ts';
import type { ContentKind, DatasetDefinition } from './dataset.ts';
import { feedback } from './feedback.ts';
import { interactions } from './interactions.ts';
import { orders } from './orders.ts';
import { overrides } from './overrides.ts';

/**
 * Every supported dataset, by the name of its inbox folder. A new dataset needs a definition here, a SQL statement beside
 * `functions/stages/clean/datasets.ts` with an entry there, and, unless it holds decisions, a SQL statement of its name in
 * `shared/pipeline/features/facts`; all other lists are derived.
 */
const definitions = { orders, customers, interactions, feedback, overrides };
type Definitions = typeof definitions;

export type Dataset = keyof Definitions;
/** A field of any dataset. */
export type Field = { [Name in Dataset]: keyof Definitions[Name]['fields'] }[Dataset];
/** A table of clean rows in the lake. */
export type CleanTable = { [Name in Dataset]: keyof Definitions[Name]['tables'] }[Dataset];

/** Field → header as written in the file. */
export type Mapping = Partial<Record<Field, string>>;

export const datasets = Object.keys(definitions) as Dataset[];

export const datasetDefinitions: Readonly<Record<Dataset, DatasetDefinition<Field>>> = definitions;

/** Builds a record with one value per dataset. */
export function mapDatasets<Value>(make: (dataset: Dataset) => Value): Record<Dataset, Value> {
  return Object.fromEntries(datasets.map((dataset) => [dataset, make(dataset)])) as Record<Dataset, Value>;
}

/** The fields of each dataset, in the order of reports. */
export const datasetFields: Readonly<Record<Dataset, readonly Field[]>> = mapDatasets(
  (dataset) => Object.keys(datasetDefinitions[dataset].fields) as Field[],
);

/**
 * Returns the kind of values that a field expects.
 * @throws {Error} when the dataset has no such field
 */
export function fieldContent(dataset: Dataset, field: Field): ContentKind {
  const definition = datasetDefinitions[dataset].fields[field];
  if (!definition) throw new Error(`${dataset} has no field ${field}`);
  return definition.content;
}

/** The columns read from each table of clean rows. */
export const cleanColumns: Readonly<Record<CleanTable, CleanColumns>> = Object.assign(
  {},
  ...Object.values(definitions).map(({ tables }) => tables),
);

/** The tables that hold a dataset's clean rows. */
export const listCleanTables = (dataset: Dataset) => Object.keys(datasetDefinitions[dataset].tables) as CleanTable[];

export const cleanTables = datasets.flatMap(listCleanTables);

/** The column that dates a row of a table of clean rows; undefined if none does. */
export function findDateColumn(table: CleanTable): string | undefined {
  const dataset = datasets.find((name) => listCleanTables(name).includes(table)) as Dataset;
  const { cleanDateColumn, dateField } = datasetDefinitions[dataset];
  const column = cleanDateColumn ?? dateField;
  return column in cleanColumns[table] ? column : undefined;
}

/** Whether each file is a complete list, as for customers. */
export const isList = (dataset: Dataset) => datasetDefinitions[dataset].holds === 'list';

/** Whether files hold individual decisions of people. */
export const holdsDecisions = (dataset: Dataset) => datasetDefinitions[dataset].holds === 'decisions';
