import { createPrivateKey } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import {
  get,
  request as httpRequest,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type OutgoingHttpHeaders,
} from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { type JWTPayload, SignJWT } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type GatewayOptions, startGateway } from '../../../local/api/gateway.ts';
import { type Identity, loadIdentity } from '../../../local/api/identity.ts';
import type { Service } from '../../../local/api/service.ts';
import { tokenEndpoint } from '../../../local/api/token-endpoint.ts';

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
  gateway = await startGateway({ identity, invoke, serveObject, health, publicHosts: ['strata.example.com'] });
});

const invoke: GatewayOptions['invoke'] = async (name, event) => {
  calls.push({ name, event } as Call);
  if (calls.at(-1)?.event.routeKey === 'GET /v1/runs') throw new Error('the table is called strata-internal');
  return { statusCode: 200, headers: { 'content-type': 'application/json' }, body: '{"answered":true}' };
};
const serveObject: GatewayOptions['serveObject'] = async ({ url }, response) => {
  response.end(JSON.stringify({ url }));
};

const health: GatewayOptions['health'] = async () => ({ statusCode: 503, body: '{"status":"unavailable"}' });

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

describe('tokens that this gateway did not issue', () => {
  const valid = () => ({ token_use: 'access', scope: 'tiers/read', client_id: identity.client.id });

  /** A token signed with the gateway's own key. */
  async function signed(claims: JWTPayload, issuer = 'https://embedded.strata.invalid'): Promise<string> {
    const key = createPrivateKey(await readFile(join(directory, 'keys/token-key.pem')));
    return new SignJWT(claims)
      .setProtectedHeader({ alg: 'RS256' })
      .setIssuer(issuer)
      .setExpirationTime('1 minute')
      .sign(key);
  }

  it('are accepted when they have the same claims', async () => {
    expect((await request('/v1/tiers', await signed(valid()))).status).toBe(200);
    expect((await request('/v1/tiers', await signed({ ...valid(), aud: identity.client.id }))).status).toBe(200);
  });

  it.each<[string, JWTPayload]>([
    ['scope as an array', { scope: ['tiers/read'] }],
    ['scope as a number', { scope: 1 }],
    ['no scope', { scope: undefined }],
    ['the audience of another client', { aud: 'another-client' }],
    ['the audiences of other clients', { aud: ['another-client', 'a-third'] }],
    ['an empty audience', { aud: '' }],
    ['the id of another client', { client_id: 'another-client' }],
    ['no client', { client_id: undefined }],
    ['another use', { token_use: 'id' }],
  ])('are refused with %s', async (_, claims) => {
    const { status, body } = await request('/v1/tiers', await signed({ ...valid(), ...claims }));

    expect({ status, type: body.type }).toEqual({ status: 401, type: 'urn:strata:problem:unauthorized' });
    expect(calls).toEqual([]);
  });

  it('are refused from another issuer', async () => {
    expect((await request('/v1/tiers', await signed(valid(), 'https://elsewhere.invalid'))).status).toBe(401);
  });

  it('are refused without a signature', async () => {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const claims = { ...valid(), iss: 'https://embedded.strata.invalid', exp: Math.floor(Date.now() / 1000) + 60 };

    expect((await request('/v1/tiers', `${part({ alg: 'none' })}.${part(claims)}.`)).status).toBe(401);
  });
});

describe('requests', () => {
  /** Sends a request as it is. @param chunked whether the length of the body is not known beforehand */
  async function raw(method: string, path: string, headers: OutgoingHttpHeaders, bytes = 0, chunked = false) {
    const sent = httpRequest(`${gateway.url}${path}`, { method, headers });
    if (bytes > 0 && !chunked) sent.setHeader('content-length', bytes);
    const piece = Buffer.alloc(64 * 1024, 'x');
    Readable.from(pieces(piece, bytes)).pipe(sent);
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    const body = (await response.setEncoding('utf8').toArray()).join('');
    return { status: response.statusCode, headers: response.headers, body };
  }

  function* pieces(piece: Buffer, bytes: number) {
    for (let left = bytes; left > 0; left -= piece.length) yield piece.subarray(0, left);
  }

  const authorization = async () => `Bearer ${await identity.issue(['runs/write', 'tiers/read'], '1 minute')}`;

  it.each([
    ['one byte more than', 1024 * 1024 + 1, false],
    ['one byte more than', 1024 * 1024 + 1, true],
    ['far more than', 40 * 1024 * 1024, false],
    ['far more than', 40 * 1024 * 1024, true],
  ])('with %s a megabyte (%i bytes, chunked: %s) are answered 413', async (_, bytes, chunked) => {
    for (const path of ['/v1/runs', '/oauth2/token']) {
      const response = await raw('POST', path, { authorization: await authorization() }, bytes, chunked);

      expect(response).toMatchObject({ status: 413, headers: { 'content-type': 'application/problem+json' } });
      expect(JSON.parse(response.body)).toMatchObject({ type: 'urn:strata:problem:request-too-large' });
    }
    expect(calls).toEqual([]);
  });

  it.each([
    ['a length', 'Content-Length: 20000000\r\n\r\n'],
    ['chunks', 'Transfer-Encoding: chunked\r\n\r\n1312D00\r\n'],
  ])('with too large a body get their response even if they are written to the end first, with %s', async (_, head) => {
    const { hostname, port } = new URL(gateway.url);
    const socket = connect(Number(port), hostname).pause();
    const authorized = `Authorization: ${await authorization()}\r\nHost: ${hostname}\r\n`;
    const sent = `POST /v1/runs HTTP/1.1\r\n${authorized}${head}${'x'.repeat(20_000_000)}\r\n0\r\n\r\n`;
    await new Promise<void>((resolve, reject) => socket.write(sent, (error) => (error ? reject(error) : resolve())));
    const [received] = await once(socket.resume(), 'data');
    socket.destroy();

    expect(String(received)).toMatch(/^HTTP\/1\.1 413 /);
  });

  it.each([false, true])('with a megabyte are handed over (chunked: %s)', async (chunked) => {
    const { status } = await raw('POST', '/v1/runs', { authorization: await authorization() }, 1024 * 1024, chunked);

    expect(status).toBe(200);
    expect(calls.at(-1)?.event.body).toHaveLength(1024 * 1024);
  });

  it.each([
    ['/v1/tiers', 200],
    ['/', 200],
    ['/v1/runs', 500],
    ['/v2/tiers', 404],
  ])('with HEAD are answered like GET, without a body: %s', async (path, status) => {
    const headers = { authorization: await authorization() };
    const [head, get] = [await raw('HEAD', path, headers), await raw('GET', path, headers)];

    expect([head.status, get.status]).toEqual([status, status]);
    expect(head.body).toBe('');
    const stable = ({ date, ...rest }: IncomingHttpHeaders) => rest;
    expect(stable(head.headers)).toEqual(stable(get.headers));
  });

  it.each(['evil.example', 'evil.example:8787', '127.0.0.1.evil.example', '169.254.1.1', 'localhost@evil.example'])(
    'to the host %j are answered 421',
    async (host) => {
      for (const path of ['/v1/tiers', '/', '/objects/lake?key=a', '/oauth2/token']) {
        const response = await raw('GET', path, { authorization: await authorization(), host });
        expect(response.status).toBe(421);
      }
      expect(calls).toEqual([]);
    },
  );

  it.each(['127.0.0.1', '127.0.0.1:1', 'localhost', 'LOCALHOST:8787', '[::1]:8787'])(
    'to the host %j are answered',
    async (host) => {
      expect((await raw('GET', '/v1/tiers', { authorization: await authorization(), host })).status).toBe(200);
    },
  );
});

describe('routing', () => {
  it.each([
    ['17850', '17850'],
    ['~6aG-5a6iLzc', '~6aG-5a6iLzc'],
    ['%E9%A1%BE%E5%AE%A2%201', '顾客 1'],
    ['100%25', '100%'],
    ['a%3Fb', 'a?b'],
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

  it('decodes a path before it routes, as API Gateway does', async () => {
    await request('/v1/customers/a%2Ftier', await readToken());

    expect(calls).toMatchObject([{ event: { routeKey: 'GET /v1/customers/{id}/tier', pathParameters: { id: 'a' } } }]);
  });

  it('refuses a path that is not UTF-8', async () => {
    const { status, body } = await request('/v1/customers/%FF', await readToken());

    expect({ status, type: body.type }).toEqual({ status: 400, type: 'urn:strata:problem:invalid-request' });
  });

  it.each(['/v2/tiers', '/v1/customers/', '/v1/customers/a/b', '/v1/customers/a%2Fb'])(
    'has nothing at %s',
    async (path) => {
      const { status, body } = await request(path, await readToken());

      expect({ status, type: body.type }).toEqual({ status: 404, type: 'urn:strata:problem:route-not-found' });
    },
  );

  it('keeps to itself what a function fails with', async () => {
    const { status, body } = await request('/v1/runs', await readToken());

    expect(status).toBe(500);
    expect(JSON.stringify(body)).not.toContain('strata-internal');
  });
});

describe('the Host header', () => {
  /** `fetch` does not let its caller choose the header. */
  const statusFor = (host: string) =>
    new Promise<number | undefined>((resolve, reject) => {
      const sent = get(`${gateway.url}/health`, { headers: { host } }, (response) => {
        response.resume();
        resolve(response.statusCode);
      });
      sent.on('error', reject);
    });

  it.each(['127.0.0.1:8787', 'localhost', 'strata.example.com', 'Strata.Example.com:443'])(
    'may be %s',
    async (host) => {
      expect(await statusFor(host)).toBe(503);
    },
  );

  it.each(['evil.example', 'strata.example.com.evil.example'])('may not be %s', async (host) => {
    expect(await statusFor(host)).toBe(421);
  });
});

it('responds to a health check without a token', async () => {
  expect(await request('/health')).toMatchObject({ status: 503, body: { status: 'unavailable' } });
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

describe('guesses at the token endpoint', () => {
  let now: number;
  let endpoint: ReturnType<typeof tokenEndpoint>;
  beforeEach(() => {
    now = Date.parse('2026-09-01T08:00:00Z');
    endpoint = tokenEndpoint(identity, () => now);
  });

  async function attempt(id: string, secret: string) {
    const form = new URLSearchParams({ grant_type: 'client_credentials', client_id: id, client_secret: secret });
    const { statusCode, headers } = await endpoint(undefined, form.toString());
    return { statusCode, retryAfter: headers?.['retry-after'] };
  }
  async function attempts(count: number, id: string, secret: string) {
    const codes: unknown[] = [];
    for (let made = 0; made < count; made++) codes.push((await attempt(id, secret)).statusCode);
    return codes;
  }

  it('have to wait after ten wrong secrets in a minute', async () => {
    const { id, secret } = identity.client;
    expect(await attempts(10, id, 'wrong')).toEqual(Array(10).fill(401));
    now += 15_000;

    expect(await attempt(id, 'wrong')).toEqual({ statusCode: 429, retryAfter: '45' });
    expect((await attempt(id, secret)).statusCode).toBe(429);
    now += 45_000;
    expect((await attempt(id, secret)).statusCode).toBe(200);
  });

  it("under other ids do not count against the client, and the client's own tokens do not count", async () => {
    const { id, secret } = identity.client;
    expect(await attempts(30, 'another', 'wrong')).toEqual(Array(30).fill(401));
    expect(await attempts(9, id, 'wrong')).toEqual(Array(9).fill(401));

    expect(await attempts(12, id, secret)).toEqual(Array(12).fill(200));
  });
});

it('says when its port is taken', async () => {
  const port = Number(new URL(gateway.url).port);

  await expect(startGateway({ identity, invoke, serveObject, health }, port)).rejects.toMatchObject({
    code: 'EADDRINUSE',
  });
});
