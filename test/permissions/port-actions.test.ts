import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { S3Client } from '@aws-sdk/client-s3';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SFNClient } from '@aws-sdk/client-sfn';
import { expect, it } from 'vitest';
import { eventBus } from '../../shared/adapters/aws/event-bus.ts';
import { objectStore } from '../../shared/adapters/aws/object-store.ts';
import { secret } from '../../shared/adapters/aws/secret.ts';
import { stateMachine } from '../../shared/adapters/aws/state-machine.ts';
import { MULTIPART_BYTES } from '../../shared/adapters/object-limits.ts';
import { tierChanged } from '../contract/events.contract.ts';
import { ACCOUNT, bucketArn, busArn, REGION, secretArn } from './arns.ts';
import type { IamRequest } from './iam-request.ts';
import { objectActions } from './port-actions.ts';
import { provedPorts } from './proved-ports.ts';
import { recording, recordRequests } from './sdk-requests.ts';

// The contract suite proves the actions of tables, objects and links; these services have no server there.

/** The configuration of a client that gets the same response to every request. */
const responding = (body: object, statusCode = 200) => ({
  region: REGION,
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  maxAttempts: 1,
  requestHandler: {
    handle: async () => ({
      response: { statusCode, headers: {}, body: Readable.from([JSON.stringify(body)]) },
    }),
  },
});

it('publishing an event takes events:PutEvents on the bus, and forgetting customers takes nothing', async () => {
  const bus = busArn('default');
  const client = new EventBridgeClient(responding({ FailedEntryCount: 0, Entries: [] }));
  const events = provedPorts(bus, client).events(eventBus(bus, client));

  await events.publish('Tier Changed', tierChanged('00042'));
  await events.forget(['00042']);
});

it('a secret takes secretsmanager:GetSecretValue once', async () => {
  const client = new SecretsManagerClient(responding({ SecretString: 'a key' }));
  const read = provedPorts(secretArn('id-key'), client).secret(secret('id-key', client));

  expect([await read(), await read()].map(String)).toEqual(['a key', 'a key']);
});

it('starting an execution takes states:StartExecution on the state machine', async () => {
  const machine = `arn:aws:states:${REGION}:${ACCOUNT}:stateMachine:segmentation`;
  const client = new SFNClient(responding({ executionArn: 'started' }));
  const workflow = provedPorts(machine, client).workflow(stateMachine(machine, client));

  expect(await workflow.start({}, 'one')).toBe('started');
});

it('looking at an execution takes states:DescribeExecution on it', async () => {
  const machine = `arn:aws:states:${REGION}:${ACCOUNT}:stateMachine:segmentation`;
  const client = new SFNClient(responding({ status: 'RUNNING' }));
  const workflow = provedPorts(machine, client).workflow(stateMachine(machine, client));

  expect(await workflow.isRunning(workflow.executionArn('one'))).toBe(true);
  expect(await workflow.endingOf(workflow.executionArn('one'))).toBeUndefined();
});

it('an upload in parts that fails takes s3:AbortMultipartUpload too', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'strata-upload-'));
  const file = join(directory, 'large');
  await writeFile(file, Buffer.alloc(MULTIPART_BYTES + 1));
  const client = new S3Client(responding({}, 500));
  const createUpload = async () => ({ output: { UploadId: 'one', $metadata: {} }, response: {} });
  client.middlewareStack.add(
    (next, { commandName }) =>
      (request) =>
        commandName === 'CreateMultipartUploadCommand' ? createUpload() : next(request),
    { step: 'build' },
  );
  recordRequests(client);
  const sent: IamRequest[] = [];

  await expect(recording(sent, () => objectStore('lake', client).upload(file, 'a.csv', 'text/csv'))).rejects.toThrow();

  const actions = objectActions(bucketArn('lake')).upload(file, 'a.csv');
  expect([...new Set(sent.map(({ action }) => action))]).toEqual(actions.map(({ action }) => action));
  await rm(directory, { recursive: true });
});
