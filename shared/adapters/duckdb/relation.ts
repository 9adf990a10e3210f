import { z } from 'zod';
import type { Database, Parameters } from './duckdb.ts';

/**
 * A table or view of a database. What creates one returns it and what reads one takes it, so that signatures show the flow of data.
 * No SQL can name it otherwise: its name is unlike that of any other, and {@link reading} binds it to the name that a query knows it by.
 */
export interface Relation<Column extends string = string> {
  readonly name: string;
  /** DuckDB types of the columns that readers rely on; there may be more. */
  readonly columns: Readonly<Record<Column, string>>;
}

/**
 * A query with the relations that it reads.
 * @param relations by the names that the query has for them; one that it reads and that is missing here does not exist for DuckDB
 * @throws {TypeError} for a relation that the query does not read
 */
export function reading<Read extends { [Name in keyof Read]: Relation }>(sql: string, relations: Read): string {
  const query = sql.replace(/^(?:\s|--.*\n)+/, '');
  const bound = Object.entries<Relation>(relations).map(([name, relation]) => {
    if (!new RegExp(`\\b${name}\\b`).test(query)) throw new TypeError(`expected a query that reads ${name}: ${query}`);
    // Otherwise DuckDB would hold the rows of one that is read twice.
    return `${name} as not materialized (from ${relation.name})`;
  });
  const [withClause] = /^with\s+/i.exec(query) ?? [];
  return `with ${bound.join(', ')}${withClause ? `, ${query.slice(withClause.length)}` : ` ${query}`}`;
}

/** Creates a view. @param columns that readers rely on */
export const createView = <Column extends string = never>(
  database: Database,
  name: string,
  sql: string,
  columns: readonly Column[] = [],
) => create(database, 'view', name, sql, columns);

/** Creates a table of a query's rows. @param columns that readers rely on */
export const createTableAs = <Column extends string = never>(
  database: Database,
  name: string,
  sql: string,
  columns: readonly Column[] = [],
  parameters?: Parameters,
) => create(database, 'table', name, sql, columns, parameters);

/** Creates a table of DOUBLE columns from chunks of them, also from {@link Database.numbers}. */
export async function createTableOfNumbers<Column extends string>(
  database: Database,
  name: string,
  columns: readonly Column[],
  chunks: AsyncIterable<readonly Float64Array[]>,
): Promise<Relation<Column>> {
  const own = relationName(name);
  await database.fill(own, columns, chunks);
  return describe(database, own, columns);
}

/** Creates a view of some columns of a relation, null where it lacks one; of no rows without a relation. */
export function createViewOfColumns<Column extends string>(
  database: Database,
  name: string,
  columns: Readonly<Record<Column, string>>,
  source?: Relation,
) {
  const names = Object.keys(columns) as Column[];
  const none = `(select ${names.map((column) => `null::${columns[column]} as ${column}`).join(', ')} limit 0)`;
  const rows = source ? `from ${none} union all by name from ${source.name}` : `from ${none}`;
  return createView(database, name, `select ${names.join(', ')} from (${rows})`, names);
}

/** Frees the memory of a table that nothing reads any more. */
export const dropTable = (database: Database, { name }: Relation) => database.run(`drop table ${name}`);

let created = 0;

/** A name that no other relation has. */
export const relationName = (name: string) => `${name}_${++created}`;

async function create<Column extends string>(
  database: Database,
  kind: 'table' | 'view',
  name: string,
  sql: string,
  columns: readonly Column[],
  parameters?: Parameters,
): Promise<Relation<Column>> {
  const own = relationName(name);
  await database.run(`create ${kind} ${own} as ${sql}`, parameters);
  return describe(database, own, columns);
}

/** @throws {TypeError} for a relation without one of the columns */
async function describe<Column extends string>(
  database: Database,
  name: string,
  columns: readonly Column[],
): Promise<Relation<Column>> {
  // To describe a view would bind its query once more, which takes long where its expressions are many.
  const found = await database.rows(
    'select column_name, data_type from duckdb_columns() where table_name = $name order by column_index',
    z.object({ column_name: z.string(), data_type: z.string() }),
    { name },
  );
  const types = Object.fromEntries(found.map(({ column_name, data_type }) => [column_name, data_type]));
  const missing = columns.filter((column) => types[column] === undefined);
  if (missing.length > 0) throw new TypeError(`expected ${name} to have ${missing.join(', ')}`);
  return { name, columns: types as Record<Column, string> };
}
