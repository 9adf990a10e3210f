import { mkdir } from 'node:fs/promises';
import { z } from 'zod';
import { currentFiles } from '../../domain/run/runs.ts';
import { quotedString } from '../../domain/sql/quoting.ts';
import type { ObjectStore } from '../../ports/objects.ts';
import { mapWithConcurrency } from '../map-with-concurrency.ts';
import type { Database } from './duckdb.ts';
import { createView, type Relation, uniqueName } from './relation.ts';

export interface ParquetView extends Relation {
  /** Keys of the objects. */
  keys: string[];
}

/**
 * Creates one view over all Parquet objects with a key prefix; of clean rows, those of each upload's last attempt. Returns
 * undefined if there are none.
 */
export async function findParquetView(
  database: Database,
  lake: ObjectStore,
  name: string,
  prefix: string,
): Promise<ParquetView | undefined> {
  const objects = currentFiles((await lake.list(prefix)).filter(({ key }) => key.endsWith('.parquet')));
  if (objects.length === 0) return undefined;
  const directory = `${database.directory}/${uniqueName(name)}`;
  await mkdir(directory);
  await mapWithConcurrency([...objects.entries()], ([index, { key, bytes }]) =>
    lake.fileFor(key, `${directory}/${index}.parquet`, bytes),
  );
  const schemas = await database.rows(
    `select list(file_name order by file_name) as files from
     (select file_name, list(name) as columns from parquet_schema(${quotedString(`${directory}/*.parquet`)}) group by file_name)
     group by columns order by files`,
    z.object({ files: z.array(z.string()) }),
  );
  // Files differ in their columns. Grouping files with the same columns halves the time of matching columns by name.
  const alike = schemas.map(
    ({ files }) => `(from read_parquet([${files.map(quotedString).join(', ')}], hive_partitioning = false))`,
  );
  const view = await createView(database, name, alike.join(' union all by name '));
  return { ...view, keys: objects.map(({ key }) => key) };
}

/** As {@link findParquetView}, @throws {Error} if there are no objects */
export async function createParquetView(...input: Parameters<typeof findParquetView>): Promise<ParquetView> {
  const view = await findParquetView(...input);
  if (!view) throw new Error(`expected Parquet files with the prefix ${input[3]}, found none`);
  return view;
}
