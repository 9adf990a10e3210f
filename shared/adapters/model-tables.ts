import { gridOf, type ValueModel } from '../domain/value-score.ts';
import percentileRankSql from '../sql/percentile-rank.sql';
import valueScoreSql from '../sql/value-score.sql';
import { type Database, quotedString } from './duckdb.ts';

/** Creates `value_scores` of the buyers in `features`. Reads `lifetime_values`. */
export async function createValueScores(database: Database, { percentiles, weights }: ValueModel): Promise<void> {
  await database.run(percentileRankSql);
  const grid = Object.entries(percentiles).flatMap(([feature, values]) =>
    gridOf(values).map((row) => ({ feature, ...row })),
  );
  const gridColumns = { value: 'DOUBLE', low: 'DOUBLE', high: 'DOUBLE', next_value: 'DOUBLE', next_low: 'DOUBLE' };
  await createTable(database, 'percentiles', { feature: 'VARCHAR', ...gridColumns }, grid);
  const weightColumns = Object.fromEntries(Object.keys(weights).map((feature) => [feature, 'DOUBLE']));
  await createTable(database, 'weights', weightColumns, [weights]);
  await database.run(`create table value_scores as ${valueScoreSql}`);
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
    `create table ${name} as select unnest(from_json($rows, ${quotedString(JSON.stringify([columns]))}), max_depth := 2)`,
    { rows: JSON.stringify(rows) },
  );
}
