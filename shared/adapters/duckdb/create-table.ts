import { quotedString } from '../../domain/sql/quoting.ts';
import type { Database } from './duckdb.ts';

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
