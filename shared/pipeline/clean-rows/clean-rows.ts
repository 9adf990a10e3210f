import { z } from 'zod';
import type { Database } from '../../adapters/duckdb/duckdb.ts';
import { findParquetView } from '../../adapters/duckdb/parquet-view.ts';
import { createView, createViewOfColumns, type Relation } from '../../adapters/duckdb/relation.ts';
import { type CleanTable, cleanColumns } from '../../domain/intake/datasets/datasets.ts';
import { cleanPrefix } from '../../domain/run/runs.ts';
import { quotedString } from '../../domain/sql/quoting.ts';
import type { ObjectStore } from '../../ports/objects.ts';

/**
 * Creates a view of one bucket's clean rows of a dataset from all uploads so far; of a row that was repaired, only the last
 * repair. Columns that no file has are null, and a bucket without files has no rows.
 * @param wanted a Parquet file of the customers to include; all by default
 * @returns the view, and the uploads of its rows, oldest first
 */
export async function createCleanView(
  database: Database,
  lake: ObjectStore,
  dataset: CleanTable,
  bucket: number,
  wanted?: string,
): Promise<{ clean: Relation; uploads: string[] }> {
  const name = `clean_${dataset}`;
  const columns = cleanColumns[dataset];
  const files = await findParquetView(database, lake, `${dataset}_files`, cleanPrefix(dataset, bucket));
  if (!files) return { clean: await createViewOfColumns(database, name, columns), uploads: [] };
  const found = await database.rows(
    `select column_name from (describe ${files.name})`,
    z.object({ column_name: z.string() }),
  );
  const has = (name: string) => found.some(({ column_name }) => column_name === name);
  const unknown = Object.entries(columns).flatMap(([column, type]) =>
    has(column) ? [] : [`null::${type} as ${column}`],
  );
  const repaired = has('repaired_by') ? await repairedUploads(database, files) : [];
  const rows = repaired.length > 0 ? `(${lastRepairs(files)})` : files.name;
  const sql = `select ${['*', ...unknown].join(', ')} from ${rows}
    ${wanted ? `where customer_id in (select customer_id from read_parquet(${quotedString(wanted)}))` : ''}`;
  return {
    clean: await createView(database, name, sql),
    uploads: [...new Set([...files.uploads, ...repaired])].toSorted(),
  };
}

/** Few rows are repaired, so only those are compared with each other. */
const lastRepairs = ({ name }: Relation) => `from ${name} where repaired_by is null
  union all
  from ${name} where repaired_by is not null
  qualify repaired_by = max(repaired_by) over (partition by upload_id, repaired_row)`;

/** The uploads with repaired rows. */
async function repairedUploads(database: Database, files: Relation): Promise<string[]> {
  const rows = await database.rows(
    `select distinct upload_id from ${files.name} where repaired_by is not null`,
    z.object({ upload_id: z.string() }),
  );
  return rows.map(({ upload_id }) => upload_id);
}
