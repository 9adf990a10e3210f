import type { Database, Parameters } from './duckdb.ts';

/**
 * A table or view. Functions that create one return it and functions that read one take it, so that signatures show the data flow.
 * Its name is unique, so SQL files can read it only through {@link withRelations}.
 * @typeParam Column the columns that readers rely on; there may be more
 */
export interface Relation<Column extends string = string> {
  readonly name: string;
  /** For the compiler only. */
  readonly columns?: Readonly<Record<Column, unknown>>;
}

/** Relations by the names that a query has for them. */
export type Relations = Readonly<Record<string, Relation>>;

/** Adds relations to the WITH clause of a query. */
export function withRelations(sql: string, relations: Relations): string {
  // DuckDB would materialize a relation that the query reads twice.
  const bound = Object.entries(relations).map(([name, source]) => `${name} as not materialized (from ${source.name})`);
  if (bound.length === 0) return sql;
  const query = sql.replace(/^(\s|--.*\n)+/, '');
  return /^with\s/i.test(query)
    ? query.replace(/^with/i, `with ${bound.join(', ')},`)
    : `with ${bound.join(', ')} ${query}`;
}

let created = 0;
export const uniqueName = (name: string) => `${name}_${++created}`;

const createFromQuery =
  (kind: 'table' | 'view') =>
  async <Column extends string>(
    database: Database,
    name: string,
    sql: string,
    relations: Relations = {},
    parameters?: Parameters,
  ): Promise<Relation<Column>> => {
    const relation = { name: uniqueName(name) };
    await database.run(`create ${kind} ${relation.name} as ${withRelations(sql, relations)}`, parameters);
    return relation;
  };
export const createTableAs = createFromQuery('table');
export const createView = createFromQuery('view');

/**
 * Creates a view of some columns of a source: null where it lacks one, no rows without a source.
 * @param columns name → DuckDB type
 * @param source a FROM clause; undefined for an empty view
 */
export function createViewOfColumns<Column extends string>(
  database: Database,
  name: string,
  columns: Readonly<Record<Column, string>>,
  source?: string,
): Promise<Relation<Column>> {
  const nulls = Object.entries(columns).map(([column, type]) => `null::${type} as ${column}`);
  const typed = Object.entries(columns).map(([column, type]) => `${column}::${type} as ${column}`);
  const rows = `(select ${nulls.join(', ')} limit 0)${source ? ` union all by name from ${source}` : ''}`;
  return createView(database, name, `select ${typed.join(', ')} from (${rows})`);
}
