import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { beforeAll, describe, expect, test } from 'vitest';
import { source } from '../../shared/contracts.ts';
import { encodeCustomerId } from '../../shared/http/resources/customer-id.ts';
import type { Scope } from '../../shared/http/routes.ts';
import { type Deployment, deploy } from './deployment.ts';
import { customers, ordersCsv } from './orders.ts';
import { accessToken } from './tokens.ts';
import { workflow } from './workflow.ts';

let deployment: Deployment;
let runs: ReturnType<typeof workflow>;

beforeAll(() => {
  deployment = deploy();
  runs = workflow(deployment.StateMachineArn);
});

const s3 = new S3Client({ forcePathStyle: process.env.AWS_ENDPOINT_URL !== undefined });

const drop = (key: string, body: string) =>
  s3.send(new PutObjectCommand({ Bucket: deployment.InboxBucket, Key: key, Body: body }));

async function inLake(key: string): Promise<unknown> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: deployment.LakeBucket, Key: key }));
  return JSON.parse((await Body?.transformToString()) ?? 'null');
}

async function call(path: string, scope?: Scope, method = 'GET', body?: object) {
  const headers = scope && { authorization: `Bearer ${await accessToken(deployment, scope)}` };
  const request = { method, ...(headers && { headers }), ...(body && { body: JSON.stringify(body) }) };
  const response = await fetch(`${deployment.api}${path}`, request);
  // biome-ignore lint/suspicious/noExplicitAny: the assertions say what a body must hold
  return { status: response.status, body: (await response.json().catch(() => undefined)) as any };
}

const read = async (path: string) => (await call(path, 'tiers/read')).body;
const newestRun = async () => (await read('/v1/runs')).runs[0];

/** What a run that takes in nothing new leaves as it was; figures against the run before are of another one. */
const sizesOf = ({ tiers }: { tiers: { tier: string; customers: number; monetary_total: number }[] }) =>
  tiers.map(({ tier, customers, monetary_total }) => ({ tier, customers, monetary_total }));

describe('the deployed stack', () => {
  test('has no tiers to tell of before the first run', async () => {
    expect((await call(`/v1/customers/${customers[0]}`, 'tiers/read')).status).toBe(404);
  });

  test('segments what is dropped into the inbox, started by the upload event', async () => {
    const execution = await runs.startedBy(() => drop('inbox/orders/orders.csv', ordersCsv()));

    expect(await runs.end(execution)).toEqual({ status: 'SUCCEEDED' });
    expect(await newestRun()).toMatchObject({ status: 'succeeded', execution_arn: execution });
  });

  test('answers with a tier and its reason', async () => {
    const { status, body } = await call(`/v1/customers/${customers[0]}`, 'tiers/read');

    expect(status).toBe(200);
    expect(body).toMatchObject({
      customer_id: customers[0],
      tier: 'VIP',
      // 16 orders of 900 / 3 + 5 and of 0, 7, 14 … 105 more: 16 · 305 + 840 = 5,720.
      tier_reason:
        'VIP: value score 99.5 of 100 is at or above the line of 95.8; spent 5720.00 in 16 order(s), last purchase 0 day(s) before 2026-06-30',
    });
  });

  test('counts every customer in one tier', async () => {
    const { tiers } = await read('/v1/tiers');

    expect(tiers.reduce((sum: number, tier: { customers: number }) => sum + tier.customers, 0)).toBe(customers.length);
  });

  test('turns away those without a token, and those whose token has another scope', async () => {
    expect((await call('/v1/tiers')).status).toBe(401);
    expect((await call('/v1/tiers', 'runs/write')).status).toBe(403);
    expect((await call('/v1/runs', 'tiers/read', 'POST')).status).toBe(403);
  });

  test("segments again on the schedule's input though nothing new was dropped", async () => {
    const execution = await runs.start({ source: source.schedule });

    expect(await runs.end(execution)).toEqual({ status: 'SUCCEEDED' });
    expect(await newestRun()).toMatchObject({ status: 'succeeded', execution_arn: execution });
  });

  test('segments again on request', async () => {
    let answer: Awaited<ReturnType<typeof call>> | undefined;
    const execution = await runs.startedBy(async () => {
      answer = await call('/v1/runs', 'runs/write', 'POST');
    });

    expect(answer?.status).toBe(202);
    expect(await runs.end(execution)).toEqual({ status: 'SUCCEEDED' });
  });

  test('keeps customers who are known by mail under a hash, and finds them by mail', async () => {
    const mails = customers.map((customer) => `${customer}@example.com`);
    const execution = await runs.startedBy(() => drop('inbox/orders/by-mail.csv', ordersCsv(mails, 'email')));
    expect(await runs.end(execution)).toEqual({ status: 'SUCCEEDED' });

    const { status, body } = await call(`/v1/customers/${encodeCustomerId(mails[0] ?? '')}`, 'tiers/read');

    expect(status).toBe(200);
    expect(body).toMatchObject({ customer_id: expect.stringMatching(/^hmac:[0-9a-f]{32}$/), tier: 'VIP' });
  });

  test('rejects a file it cannot understand, and readers keep their tiers', async () => {
    const before = await read('/v1/tiers');
    const execution = await runs.startedBy(() => drop('inbox/orders/bad.csv', 'colour,shape\nred,round\n'));
    await runs.end(execution);

    const { run_id, execution_arn } = await newestRun();
    expect(execution_arn).toBe(execution);
    expect(await inLake(`runs/${run_id}/quality.json`)).toMatchObject({
      uploads: [{ key: 'inbox/orders/bad.csv', status: 'rejected' }],
    });
    expect(sizesOf(await read('/v1/tiers'))).toEqual(sizesOf(before));
  });

  test('holds a file with too many bad rows until that is accepted', async () => {
    const before = await read('/v1/tiers');
    const rows = Array.from({ length: 30 }, (_, row) => `h${row},held-1,${row % 2 ? 'soon' : '2026-06-15'},9.50`);
    const held = await runs.startedBy(() =>
      drop('inbox/orders/held.csv', ['order_id,customer_id,order_date,amount', ...rows].join('\n')),
    );

    expect(await runs.end(held)).toMatchObject({ status: 'FAILED' });
    expect(await newestRun()).toMatchObject({
      ...{ execution_arn: held, status: 'failed', failed_state: 'check-quality', gate: 'held' },
      message: expect.stringContaining('held.csv: 15 of 30 rows are quarantined'),
    });
    expect((await read('/v1/tiers')).tiers).toEqual(before.tiers);

    const accepted = await runs.startedBy(() => call('/v1/runs', 'runs/write', 'POST', { accept_gate: true }));

    expect(await runs.end(accepted)).toEqual({ status: 'SUCCEEDED' });
    expect(await newestRun()).toMatchObject({ execution_arn: accepted, gate: 'accepted' });
    expect((await call('/v1/customers/held-1', 'tiers/read')).status).toBe(200);
  });
});
