import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { startObjectStorage } from '../../local/cloud/object-storage.ts';
import { ensureTable, startTableStorage } from '../../local/cloud/table-storage.ts';
import { objectStore } from '../../shared/adapters/aws/object-store.ts';
import { table } from '../../shared/adapters/aws/table.ts';
import { duckdb } from '../../shared/adapters/duckdb/duckdb.ts';
import { auditLog } from '../../shared/adapters/tables/audit-log.ts';
import { customerTable } from '../../shared/adapters/tables/customer-table.ts';
import { erasureTable } from '../../shared/adapters/tables/erasure-table.ts';
import { overrideTable } from '../../shared/adapters/tables/override-table.ts';
import { runTable } from '../../shared/adapters/tables/run-table.ts';
import { quotedString } from '../../shared/domain/sql/quoting.ts';

export type Services = Awaited<ReturnType<typeof startServices>>;
// biome-ignore lint/suspicious/noExplicitAny: a test may look into any row
export type Row = Record<string, any>;

export const access = { region: 'us-east-1', credentials: { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' } };
export const checksums = {
  requestChecksumCalculation: 'WHEN_REQUIRED',
  responseChecksumValidation: 'WHEN_REQUIRED',
} as const;

/** Empty services for stages: two buckets, a table and DuckDB. */
export async function startServices() {
  const directory = await mkdtemp(join(tmpdir(), 'strata-services-'));
  const objects = await startObjectStorage(directory, ['inbox', 'lake'], () => {});
  const tables = await startTableStorage();
  const s3 = new S3Client({ endpoint: objects.url, ...access, ...checksums });
  const dynamo = new DynamoDBClient({ endpoint: tables.url, ...access });
  await ensureTable('strata', dynamo);
  const items = table('strata', dynamo);
  return {
    inbox: objectStore('inbox', s3),
    lake: objectStore('lake', s3),
    s3,
    items,
    urls: { objects: objects.url, tables: tables.url },
    runs: runTable(items),
    customers: customerTable(items),
    erasures: erasureTable(items),
    overrides: overrideTable(items),
    audit: auditLog(items),
    withDatabase: duckdb(512),
    reviewDay: 1,
    buckets: 1,
    async close() {
      await Promise.all([objects.close(), tables.close()]);
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** Writes rows as a Parquet object. @param columns name → DuckDB type; missing values are null */
export function putParquet(
  { lake, withDatabase }: Services,
  key: string,
  columns: Record<string, string>,
  rows: readonly object[],
): Promise<void> {
  return withDatabase(async (database) => {
    const file = `${database.directory}/rows.parquet`;
    await database.run(
      `copy (select unnest(from_json($rows, ${quotedString(JSON.stringify([columns]))}), max_depth := 2))
       to ${quotedString(file)} (format parquet)`,
      { rows: JSON.stringify(rows) },
    );
    await lake.upload(file, key, 'application/vnd.apache.parquet');
  });
}

/** The rows of a Parquet object. @param sql what to select from `it` */
export function readParquet({ lake, withDatabase }: Services, key: string, sql = 'from it'): Promise<Row[]> {
  return withDatabase(async (database) => {
    const file = `${database.directory}/rows.parquet`;
    await lake.download(key, file);
    await database.run(`create view it as from read_parquet(${quotedString(file)})`);
    const rows: Row[] = [];
    for await (const chunk of database.chunks(sql)) rows.push(...chunk);
    return rows;
  });
}

/** A run in progress, as `open-run` creates it. */
export const runningRun = (run_id: string, day: string) => ({
  run_id,
  status: 'running' as const,
  started_at: '2026-08-01T00:00:00.000Z',
  source: 'aws.s3',
  execution_arn: executionNamed('one').arn,
  policy_hash: 'policy',
  newest_order_on: day,
});

export const executionNamed = (name: string) => ({
  arn: `arn:aws:states:us-east-1:000000000000:execution:segmentation:${name}`,
  name,
  startedAt: '2026-08-31T20:00:00.000Z',
});
