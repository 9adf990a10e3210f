import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type GatewayOptions, startGateway } from '../../../local/api/gateway.ts';
import { type Identity, loadIdentity } from '../../../local/api/identity.ts';
import type { Service } from '../../../local/api/service.ts';

interface Call {
  name: string;
  event: { routeKey: string; pathParameters?: object; queryStringParameters?: object; body?: string };
}

let directory: string;
let identity: Identity;
let gateway: Service;
let calls: Call[] = [];

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'strata-gateway-'));
  identity = await loadIdentity(join(directory, 'keys'));
  gateway = await startGateway({ identity, invoke, serveObject });
});

const invoke: GatewayOptions['invoke'] = async (name, event) => {
  calls.push({ name, event } as Call);
  if (calls.at(-1)?.event.routeKey === 'GET /v1/runs') throw new Error('the table is called strata-internal');
  return { statusCode: 200, headers: { 'content-type': 'application/json' }, body: '{"answered":true}' };
};
const serveObject: GatewayOptions['serveObject'] = async ({ url }, response) => {
  response.end(JSON.stringify({ url }));
};

beforeEach(() => {
  calls = [];
});

afterAll(async () => {
  await gateway.close();
  await rm(directory, { recursive: true });
});

const readToken = () => identity.issue(['tiers/read'], '1 minute');

async function request(path: string, token?: string, init: RequestInit = {}) {
  const headers = { ...(token !== undefined && { authorization: `Bearer ${token}` }), ...init.headers };
  const response = await fetch(`${gateway.url}${path}`, { ...init, headers });
  return {
    status: response.status,
    type: response.headers.get('content-type'),
    body: (await response.json()) as Record<string, string>,
  };
}

describe('authorization', () => {
  it('refuses a request without a token', async () => {
    const { status, type, body } = await request('/v1/tiers');

    expect({ status, type }).toEqual({ status: 401, type: 'application/problem+json' });
    expect(body).toMatchObject({ type: 'urn:strata:problem:unauthorized', status: 401 });
    expect(calls).toEqual([]);
  });

  it('refuses an expired token and says so', async () => {
    const { status, body } = await request('/v1/tiers', await identity.issue(['tiers/read'], '1 minute ago'));

    expect({ status, detail: body.detail }).toEqual({ status: 401, detail: 'The token has expired' });
  });

  it('refuses a token that another key has signed', async () => {
    const other = await loadIdentity(join(directory, 'other-keys'));

    const { status } = await request('/v1/tiers', await other.issue(['tiers/read'], '1 minute'));

    expect(status).toBe(401);
  });

  it('refuses a token without the scope of the route, and names the scope', async () => {
    const { status, body } = await request('/v1/runs', await readToken(), { method: 'POST' });

    expect(status).toBe(403);
    expect(body).toMatchObject({ type: 'urn:strata:problem:forbidden', scope: 'runs/write' });
    expect(calls).toEqual([]);
  });

  it('keeps its key and the client secret readable by their owner only', async () => {
    const modes = ['token-key.pem', 'client.json'].map(
      async (name) => (await stat(join(directory, 'keys', name))).mode,
    );

    expect((await Promise.all(modes)).map((mode) => mode & 0o777)).toEqual([0o600, 0o600]);
  });
});

describe('routing', () => {
  it.each([
    ['17850', '17850'],
    ['a%2Fb', 'a/b'],
    ['%E9%A1%BE%E5%AE%A2%201', '顾客 1'],
    ['100%25', '100%'],
  ])('hands over the id %s as %s', async (sent, id) => {
    const { status } = await request(`/v1/customers/${sent}?x=1&x=2`, await readToken());

    expect(status).toBe(200);
    expect(calls).toMatchObject([
      {
        name: 'api/query',
        event: {
          version: '2.0',
          routeKey: 'GET /v1/customers/{id}',
          pathParameters: { id },
          queryStringParameters: { x: '1,2' },
        },
      },
    ]);
  });

  it('hands a body to the function that starts runs', async () => {
    const token = await identity.issue(['runs/write'], '1 minute');

    await request('/v1/runs', token, { method: 'POST', body: '{"as_of":"2026-07-31"}' });

    expect(calls).toMatchObject([{ name: 'api/start-run', event: { body: '{"as_of":"2026-07-31"}' } }]);
  });

  it.each(['/v2/tiers', '/v1/customers/', '/v1/customers/a/b'])('has nothing at %s', async (path) => {
    const { status, body } = await request(path, await readToken());

    expect({ status, type: body.type }).toEqual({ status: 404, type: 'urn:strata:problem:route-not-found' });
  });

  it('keeps to itself what a function fails with', async () => {
    const { status, body } = await request('/v1/runs', await readToken());

    expect(status).toBe(500);
    expect(JSON.stringify(body)).not.toContain('strata-internal');
  });
});

describe('the token endpoint', () => {
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  const basic = (id: string, secret: string) => ({ authorization: `Basic ${btoa(`${id}:${secret}`)}` });
  const ask = (body: string, headers: Record<string, string> = {}) =>
    request('/oauth2/token', undefined, { method: 'POST', body, headers: { ...form, ...headers } });

  it('issues a token that works to the client', async () => {
    const { id, secret } = identity.client;

    const { body } = await ask('grant_type=client_credentials&scope=tiers/read', basic(id, secret));

    expect(body).toMatchObject({ token_type: 'Bearer', scope: 'tiers/read', expires_in: 3600 });
    expect(await request('/v1/tiers', body.access_token)).toMatchObject({ status: 200 });
  });

  it.each([
    ['a wrong secret', 'grant_type=client_credentials', 'wrong', 401, 'invalid_client'],
    ['another grant', 'grant_type=password', undefined, 400, 'unsupported_grant_type'],
    ['an unknown scope', 'grant_type=client_credentials&scope=all', undefined, 400, 'invalid_scope'],
  ])('refuses %s', async (_, body, wrong, status, error) => {
    const { id, secret } = identity.client;

    expect(await ask(body, basic(id, wrong ?? secret))).toMatchObject({ status, body: { error } });
  });
});

it('says when its port is taken', async () => {
  const port = Number(new URL(gateway.url).port);

  await expect(startGateway({ identity, invoke, serveObject }, port)).rejects.toMatchObject({ code: 'EADDRINUSE' });
});
