import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { startObjectStorage } from '../../../local/cloud/object-storage.ts';
import { objectStore } from '../../../shared/adapters/aws/object-store.ts';
import { table } from '../../../shared/adapters/aws/table.ts';
import { duckdb } from '../../../shared/adapters/duckdb/duckdb.ts';
import { customerTable } from '../../../shared/adapters/tables/customer-table.ts';
import { runTable } from '../../../shared/adapters/tables/run-table.ts';
import { createTable } from '../../contract/dynamo-table.ts';

const access = { region: 'us-east-1', credentials: { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' } };
const checksums = {
  requestChecksumCalculation: 'WHEN_REQUIRED',
  responseChecksumValidation: 'WHEN_REQUIRED',
} as const;

/** A lake, and a table on disk in a process of its own: what `publish` works with. */
export async function startBenchServices() {
  const directory = await mkdtemp(join(tmpdir(), 'strata-bench-publish-'));
  const objects = await startObjectStorage(join(directory, 'objects'), ['lake'], () => {});
  const server = fork(join(import.meta.dirname, 'table-server.ts'), [join(directory, 'table')]);
  const [{ url }] = (await once(server, 'message')) as [{ url: string }];
  const dynamo = new DynamoDBClient({ endpoint: url, ...access });
  await createTable('strata', dynamo);
  const items = table('strata', dynamo);
  return {
    lake: objectStore('lake', new S3Client({ endpoint: objects.url, ...access, ...checksums })),
    runs: runTable(items),
    customers: customerTable(items),
    withDatabase: duckdb(512),
    async close() {
      await Promise.all([objects.close(), ended(server)]);
      await rm(directory, { recursive: true, force: true });
    },
  };
}

async function ended(server: ChildProcess): Promise<void> {
  server.disconnect();
  await once(server, 'exit');
}
