import { mkdir } from 'node:fs/promises';
import { z } from 'zod';
import { quotedString } from '../../domain/sql/quoting.ts';
import type { ObjectStore } from '../aws/object-store.ts';
import { mapWithConcurrency } from '../map-with-concurrency.ts';
import type { Database } from './duckdb.ts';

/**
 * Creates one view over all Parquet objects with a key prefix; creates no view if there are none.
 * @returns the objects' keys
 */
export async function createParquetView(
  database: Database,
  lake: ObjectStore,
  view: string,
  prefix: string,
): Promise<string[]> {
  const objects = (await lake.list(prefix)).filter(({ key }) => key.endsWith('.parquet'));
  if (objects.length === 0) return [];
  const directory = `${database.directory}/${view}`;
  await mkdir(directory);
  await mapWithConcurrency([...objects.entries()], ([index, { key, bytes }]) =>
    lake.download(key, `${directory}/${index}.parquet`, bytes),
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
  await database.run(`create view ${view} as ${alike.join(' union all by name ')}`);
  return objects.map(({ key }) => key);
}
