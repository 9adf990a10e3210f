import type { CleanColumns } from './clean-columns.ts';
import { customers } from './customers.ts';
import type { ContentKind, DatasetDefinition } from './dataset.ts';
import { feedback } from './feedback.ts';
import { interactions } from './interactions.ts';
import { orders } from './orders.ts';
import { overrides } from './overrides.ts';

/**
 * Every dataset that is taken in, by the name of its folder in the inbox. A new one needs its definition here, a statement
 * beside `functions/stages/clean/datasets.ts` with its entry there, and a statement of its name in
 * `shared/pipeline/features/facts`, unless it holds decisions; all other lists are derived.
 */
const definitions = { orders, customers, interactions, feedback, overrides };
type Definitions = typeof definitions;

export type Dataset = keyof Definitions;
/** A canonical column of any dataset. */
export type Field = { [Name in Dataset]: keyof Definitions[Name]['fields'] }[Dataset];
/** A table of the lake with clean rows. */
export type CleanTable = { [Name in Dataset]: keyof Definitions[Name]['tables'] }[Dataset];

/** Canonical name → header as the export writes it. */
export type Mapping = Partial<Record<Field, string>>;

export const datasets = Object.keys(definitions) as Dataset[];

export const datasetDefinitions: Readonly<Record<Dataset, DatasetDefinition<Field>>> = definitions;

/** One value for each dataset, made from its name. */
export function mapDatasets<Value>(make: (dataset: Dataset) => Value): Record<Dataset, Value> {
  return Object.fromEntries(datasets.map((dataset) => [dataset, make(dataset)])) as Record<Dataset, Value>;
}

/** Every column that may be mapped in a dataset, in the order in which reports name them. */
export const datasetFields: Readonly<Record<Dataset, readonly Field[]>> = mapDatasets(
  (dataset) => Object.keys(datasetDefinitions[dataset].fields) as Field[],
);

/**
 * What the values of a dataset's column have to be.
 * @throws {Error} when the dataset has no such column
 */
export function fieldContent(dataset: Dataset, field: Field): ContentKind {
  const found = datasetDefinitions[dataset].fields[field];
  if (!found) throw new Error(`${dataset} have no column ${field}`);
  return found.content;
}

/** The columns that are read from each table of clean rows. */
export const cleanColumns: Readonly<Record<CleanTable, CleanColumns>> = Object.assign(
  {},
  ...Object.values(definitions).map(({ tables }) => tables),
);

/** The tables that the clean rows of a dataset's files are in. */
export const listCleanTables = (dataset: Dataset) => Object.keys(datasetDefinitions[dataset].tables) as CleanTable[];

export const cleanTables = datasets.flatMap(listCleanTables);

/** The column that dates a row of a table of clean rows; undefined where none does. */
export function findDateColumn(table: CleanTable): string | undefined {
  const dataset = datasets.find((name) => listCleanTables(name).includes(table)) as Dataset;
  const { cleanDate, datedBy } = datasetDefinitions[dataset];
  const column = cleanDate ?? datedBy;
  return column in cleanColumns[table] ? column : undefined;
}

/** Whether each file holds the whole list, as of customers. */
export const isList = (dataset: Dataset) => datasetDefinitions[dataset].holds === 'list';

/** Whether files hold single decisions of people. */
export const holdsDecisions = (dataset: Dataset) => datasetDefinitions[dataset].holds === 'decisions';
