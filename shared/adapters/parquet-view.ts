import { mkdir } from 'node:fs/promises';
import { type Database, quotedString } from './duckdb.ts';
import type { ObjectStore } from './object-store.ts';

/**
 * Makes all Parquet objects below a prefix readable as one view; where there are none, makes no view.
 * @returns how many objects there are
 */
export async function createParquetView(database: Database, lake: ObjectStore, view: string, prefix: string) {
  const objects = await lake.list(prefix);
  if (objects.length === 0) return 0;
  const directory = `${database.directory}/${view}`;
  await mkdir(directory);
  for (const [index, { key }] of objects.entries()) await lake.download(key, `${directory}/${index}.parquet`);
  await database.run(
    `create view ${view} as
     from read_parquet(${quotedString(`${directory}/*.parquet`)}, union_by_name = true, hive_partitioning = false)`,
  );
  return objects.length;
}
