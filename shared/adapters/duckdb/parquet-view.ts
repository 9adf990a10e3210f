import { mkdir } from 'node:fs/promises';
import { z } from 'zod';
import { isCompactionKey, parseCompaction, readableFiles } from '../../domain/run/compaction.ts';
import { uploadIdFromKey } from '../../domain/run/runs.ts';
import { quotedString } from '../../domain/sql/quoting.ts';
import type { ObjectStore, StoredObject } from '../../ports/objects.ts';
import { mapWithConcurrency } from '../map-with-concurrency.ts';
import type { Database } from './duckdb.ts';
import { createView, type Relation, uniqueName } from './relation.ts';

export interface ParquetView extends Relation {
  /** Ids of the uploads whose clean rows it has. */
  uploads: string[];
}

/**
 * Creates one view over all Parquet objects with a key prefix; of clean rows, those of each upload's last attempt, or the ones that
 * they were merged into. Returns undefined if there are none.
 */
export async function findParquetView(
  database: Database,
  lake: ObjectStore,
  name: string,
  prefix: string,
): Promise<ParquetView | undefined> {
  const listed = await lake.list(prefix);
  const compactions = await Promise.all(
    listed.filter(({ key }) => isCompactionKey(key)).map(async ({ key }) => parseCompaction(await lake.getJson(key))),
  );
  const objects = readableFiles(listed, compactions);
  if (objects.length === 0) return undefined;
  const view = await createViewOfFiles(database, lake, name, objects);
  const uploads = objects.flatMap(({ key }) => uploadIdFromKey(key) ?? []);
  return { ...view, uploads: [...new Set([...uploads, ...compactions.flatMap((each) => each.uploads)])] };
}

/** Downloads Parquet objects, one or more, and creates one view over all their columns. */
export async function createViewOfFiles(
  database: Database,
  lake: ObjectStore,
  name: string,
  objects: readonly StoredObject[],
): Promise<Relation> {
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
  return createView(database, name, alike.join(' union all by name '));
}

/** As {@link findParquetView}, @throws {Error} if there are no objects */
export async function createParquetView(...input: Parameters<typeof findParquetView>): Promise<ParquetView> {
  const view = await findParquetView(...input);
  if (!view) throw new Error(`expected Parquet files with the prefix ${input[3]}, found none`);
  return view;
}
