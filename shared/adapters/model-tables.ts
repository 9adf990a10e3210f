import type { Model } from '../domain/model.ts';
import percentileRankSql from '../sql/percentile-rank.sql';
import { type Database, quotedString } from './duckdb.ts';

/** The part of a model that scores value. */
type ValueModel = Pick<Model, 'percentiles' | 'value_score_weights'>;

/** Creates what value-score.sql reads besides `features`: the percentile grids and the weights. */
export async function createValueModel(database: Database, model: ValueModel): Promise<void> {
  await database.run(percentileRankSql);
  const grid = Object.entries(model.percentiles).flatMap(([feature, values]) => gridRows(feature, values));
  const gridColumns = { value: 'DOUBLE', low: 'DOUBLE', high: 'DOUBLE', next_value: 'DOUBLE', next_low: 'DOUBLE' };
  await createTable(database, 'percentiles', { feature: 'VARCHAR', ...gridColumns }, grid);
  const weightColumns = { recency_days: 'DOUBLE', orders: 'DOUBLE', monetary_total: 'DOUBLE' };
  await createTable(database, 'weights', weightColumns, [model.value_score_weights]);
}

/** One row per distinct grid value with the percentiles it spans. */
function gridRows(feature: string, values: readonly number[]) {
  const distinct = [...new Set(values)];
  const spans = distinct.map((value) => ({ value, low: values.indexOf(value), high: values.lastIndexOf(value) }));
  return spans.map((span, index) => ({
    feature,
    ...span,
    next_value: spans[index + 1]?.value ?? null,
    next_low: spans[index + 1]?.low ?? null,
  }));
}

/**
 * Creates a small table from objects.
 * @param columns name → DuckDB type
 */
export function createTable(
  database: Database,
  name: string,
  columns: Record<string, string>,
  rows: readonly object[],
) {
  return database.run(
    `create table ${name} as select unnest(from_json($rows, ${quotedString(JSON.stringify([columns]))}), recursive := true)`,
    { rows: JSON.stringify(rows) },
  );
}
