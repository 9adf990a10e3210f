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
 * Columns that lines between tiers can be drawn on by what share of customers, or of value, lies beyond them. Weights of the value
 * score are added up in this order.
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

/** Numbers that tiers can be judged by. */
export const numberColumns: readonly NumberColumn[] = [
  ...lineColumns,
  ...resultsInConditions.filter((name): name is ScoreColumn => !isName(name)),
];

/** Names that tiers can be judged by: classes, and what customers files and orders say. */
export const nameColumns: readonly NameColumn[] = [
  ...new Set<NameColumn>([
    ...resultsInConditions.filter(isName),
    ...(['region', 'customer_type'] as const),
    ...namesWith(features, 'inConditions'),
  ]),
];

/** What a column is called. */
export const columnLabel = (column: NumberColumn | NameColumn): Label => customerColumns[column].label;

/** Whether more of it is better; else fewer are. */
export const isMoreBetter = (column: LineColumn) => customerColumns[column].better === 'more';

/** Decimal places that a column is shown with. */
export function decimalPlaces(column: NumberColumn): number {
  const { type, decimals }: Column = customerColumns[column];
  return decimals ?? (type === 'INTEGER' ? 0 : 2);
}
