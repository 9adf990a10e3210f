import { readdir } from 'node:fs/promises';
import { type Database, quotedString } from '../../shared/adapters/duckdb.ts';
import type { ObjectStore } from '../../shared/adapters/object-store.ts';
import { cleanFile } from '../../shared/domain/runs.ts';

/** The bucket that collects rows which are not kept. */
export const NOT_KEPT = -1;

/** Columns with more distinct values than this in a row group are written plain: looking for a dictionary costs more. */
export const DICTIONARY_SIZE_LIMIT = 1000;

/** One file per bucket, whatever DuckDB made of it. @returns bucket → local file */
export async function mergedParts(database: Database, directory: string): Promise<Map<number, string>> {
  const parts = new Map<number, string>();
  for (const folder of await readdir(directory)) {
    const bucket = Number(folder.replace('bucket=', ''));
    const [first, ...more] = await readdir(`${directory}/${folder}`);
    if (first === undefined) continue;
    const single = `${directory}/${folder}/${first}`;
    if (more.length === 0) {
      parts.set(bucket, single);
      continue;
    }
    const merged = `${database.directory}/bucket-${bucket}.parquet`;
    await database.run(
      `copy (select * from read_parquet($parts, hive_partitioning = false)) to ${quotedString(merged)} (format parquet)`,
      { parts: `${directory}/${folder}/*.parquet` },
    );
    parts.set(bucket, merged);
  }
  return parts;
}

/** Writes an upload's buckets and removes those that an earlier attempt at the same upload may have left. */
export async function storeParts(
  lake: ObjectStore,
  dataset: string,
  uploadId: string,
  buckets: number,
  parts: ReadonlyMap<number, string>,
): Promise<void> {
  const stale: string[] = [];
  for (let bucket = 0; bucket < buckets; bucket++) {
    const key = cleanFile(dataset, bucket, uploadId);
    const part = parts.get(bucket);
    if (part === undefined) stale.push(key);
    else await lake.upload(part, key, 'application/vnd.apache.parquet');
  }
  await lake.remove(stale);
}
