import { createReadStream } from 'node:fs';
import type { Database } from '../../../shared/adapters/duckdb/duckdb.ts';
import { writeCsv } from '../../../shared/adapters/duckdb/write-csv.ts';
import { joinParquet } from '../../../shared/adapters/parquet/join-parquet.ts';
import { runFiles } from '../../../shared/domain/run/runs.ts';
import { quotedString } from '../../../shared/domain/sql/quoting.ts';
import type { ObjectStore } from '../../../shared/ports/objects.ts';
import { eachBucket } from './each-bucket.ts';

/**
 * Writes customers.csv and customers.parquet from the run's results: bucket after bucket, each sorted by id, with one bucket at a time
 * on the disk.
 */
export async function writeCustomerFiles(database: Database, lake: ObjectStore, runId: string): Promise<void> {
  await database.run('set preserve_insertion_order = true');
  await lake.receive(csvOf(database, lake, runId), runFiles.csv(runId), 'text/csv');
  await database.run('set preserve_insertion_order = false');
  const parquet = joinParquet(filesOf(database, lake, runId));
  await lake.receive(parquet, runFiles.parquet(runId), 'application/vnd.apache.parquet');
}

async function* csvOf(database: Database, lake: ObjectStore, runId: string): AsyncGenerator<Uint8Array> {
  const csv = `${database.directory}/bucket.csv`;
  let header = true;
  for await (const { file } of eachBucket(database, lake, runId)) {
    await writeCsv(database, `from read_parquet(${quotedString(file)})`, csv, { header });
    yield* createReadStream(csv);
    header = false;
  }
}

async function* filesOf(...run: Parameters<typeof eachBucket>): AsyncGenerator<string> {
  for await (const { file } of eachBucket(...run)) yield file;
}
