import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { publish } from '../../../../functions/stages/publish/publish.ts';
import { objectStore } from '../../../../shared/adapters/aws/object-store.ts';
import { table } from '../../../../shared/adapters/aws/table.ts';
import { duckdb } from '../../../../shared/adapters/duckdb/duckdb.ts';
import { customerTable } from '../../../../shared/adapters/tables/customer-table.ts';
import { runTable } from '../../../../shared/adapters/tables/run-table.ts';

/**
 * Publishes a run in a separate process, which kills itself at the nth write request.
 * Arguments: the services' addresses, run, buckets, n, and whether that request still succeeds.
 */
const [objects = '', tables = '', runId = '', buckets, fatal, passes] = process.argv.slice(2);
const access = { region: 'us-east-1', credentials: { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' } };
const items = table('strata', new DynamoDBClient({ endpoint: tables, ...access }));
let requests = 0;
items.client.middlewareStack.add(
  (next, { commandName }) =>
    async (request) => {
      const isFatal = commandName === 'BatchWriteItemCommand' && ++requests === Number(fatal);
      if (isFatal && passes === 'no') process.kill(process.pid, 'SIGKILL');
      const answer = await next(request);
      if (isFatal) process.kill(process.pid, 'SIGKILL');
      return answer;
    },
  { step: 'initialize' },
);
const s3 = new S3Client({
  endpoint: objects,
  ...access,
  requestChecksumCalculation: 'WHEN_REQUIRED',
  responseChecksumValidation: 'WHEN_REQUIRED',
});
const dependencies = {
  lake: objectStore('lake', s3),
  runs: runTable(items),
  customers: customerTable(items),
  withDatabase: duckdb(256),
};
for (let bucket = 0; bucket < Number(buckets); bucket++) await publish({ runId, bucket }, dependencies);
