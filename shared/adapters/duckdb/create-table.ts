import { quotedString } from '../../domain/sql/quoting.ts';
import type { Database } from './duckdb.ts';
import { createTableAs, type Relation } from './relation.ts';

/**
 * Creates a small table from objects.
 * @param columns name → DuckDB type
 */
export function createTable<Column extends string>(
  database: Database,
  name: string,
  columns: Readonly<Record<Column, string>>,
  rows: readonly object[],
): Promise<Relation<Column>> {
  const sql = `select unnest(from_json($rows, ${quotedString(JSON.stringify([columns]))}), max_depth := 2)`;
  return createTableAs(database, name, sql, {}, { rows: JSON.stringify(rows) });
}
