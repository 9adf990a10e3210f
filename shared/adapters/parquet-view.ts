import { mkdir } from 'node:fs/promises';
import { z } from 'zod';
import { type Database, quotedString } from './duckdb.ts';
import type { ObjectStore } from './object-store.ts';

/**
 * Makes all Parquet objects below a prefix readable as one view; where there are none, makes no view.
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
  for (const [index, { key }] of objects.entries()) await lake.download(key, `${directory}/${index}.parquet`);
  const files = quotedString(`${directory}/*.parquet`);
  const [found] = await database.rows(
    `select count(distinct columns)::integer as schemas from
     (select list(name) as columns from parquet_schema(${files}) group by file_name)`,
    z.object({ schemas: z.number() }),
  );
  // Files of several versions of Strata may differ in their columns; matching these by name doubles the time of reading.
  const byName = (found?.schemas ?? 1) > 1;
  await database.run(
    `create view ${view} as from read_parquet(${files}, union_by_name = ${byName}, hive_partitioning = false)`,
  );
  return objects.map(({ key }) => key);
}
