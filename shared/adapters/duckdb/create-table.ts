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
  const names = Object.keys(columns) as Column[];
  const values = `from_json($rows, ${quotedString(JSON.stringify([columns]))})`;
  return createTableAs(database, name, `select unnest(${values}, max_depth := 2)`, names, {
    rows: JSON.stringify(rows),
  });
}
