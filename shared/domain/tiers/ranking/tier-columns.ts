import { clusterFeatureNames } from '../../features/cluster-features.ts';
import { customerColumns } from '../../features/customer-columns.ts';
import { type Column, type Label, namesWith } from '../../features/feature.ts';
import { features } from '../../features/features.ts';
import { lifetimeValueResults, scoreResults } from '../../features/results.ts';

type Columns = typeof customerColumns;
type InConditions<Type> = {
  [Name in keyof Columns]: Columns[Name] extends { inConditions: true; type: Type } ? Name : never;
}[keyof Columns];
type ScoreColumn = InConditions<'INTEGER'>;

export type NameColumn = InConditions<'VARCHAR'>;
export type LineColumn = ReturnType<typeof namesWith<Columns, 'better'>>[number];
export type NumberColumn = LineColumn | ScoreColumn;

/**
 * Columns on which tier lines can be drawn. The value score also sums its weights in this order.
 */
export const lineColumns: readonly LineColumn[] = [
  ...new Set<LineColumn>([
    ...(['value_score', 'yearly_spend', 'spend_recent', 'spend_before'] as const),
    ...namesWith(features, 'better').filter((name) => !('clustering' in features[name])),
    ...namesWith(lifetimeValueResults, 'better'),
    ...clusterFeatureNames,
  ]),
];

const isName = <Name extends keyof Columns>(name: Name): name is Name & NameColumn =>
  customerColumns[name].type === 'VARCHAR';
const resultsInConditions = namesWith(scoreResults, 'inConditions');

/** Numeric columns that tier conditions can test. */
export const numberColumns: readonly NumberColumn[] = [
  ...lineColumns,
  ...resultsInConditions.filter((name): name is ScoreColumn => !isName(name)),
];

/** Text columns that tier conditions can test: classes, and columns from customers and orders files. */
export const nameColumns: readonly NameColumn[] = [
  ...new Set<NameColumn>([
    ...resultsInConditions.filter(isName),
    ...(['region', 'customer_type'] as const),
    ...namesWith(features, 'inConditions'),
  ]),
];

export const columnLabel = (column: NumberColumn | NameColumn): Label => customerColumns[column].label;

/** Whether higher values of a column are better. */
export const isMoreBetter = (column: LineColumn) => customerColumns[column].better === 'more';

/** Decimal places for displaying a column. */
export function decimalPlaces(column: NumberColumn): number {
  const { type, decimals }: Column = customerColumns[column];
  return decimals ?? (type === 'INTEGER' ? 0 : 2);
}
