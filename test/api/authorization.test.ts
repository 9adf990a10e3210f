import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SignJWT } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startGateway } from '../../local/api/gateway.ts';
import { type Identity, loadIdentity } from '../../local/api/identity.ts';
import type { Service } from '../../local/api/service.ts';
import { type Scope, scopes } from '../../shared/http/routes.ts';
import { operations, schemaErrors } from './description.ts';

let directory: string;
let identity: Identity;
let stranger: Identity;
let gateway: Service;
let calledFunctions: string[] = [];

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'strata-authorization-'));
  identity = await loadIdentity(join(directory, 'keys'));
  stranger = await loadIdentity(join(directory, 'foreign-keys'));
  gateway = await startGateway({
    identity,
    async invoke(name) {
      calledFunctions.push(name);
      return { statusCode: 200, headers: { 'content-type': 'application/json' }, body: '{}' };
    },
    serveObject: async () => {},
    health: async () => ({ statusCode: 200 }),
  });
});

beforeEach(() => {
  calledFunctions = [];
});

afterAll(async () => {
  await gateway.close();
  await rm(directory, { recursive: true });
});

/** A token with the same claims and no signature. */
const unsigned = (token: string) => {
  const [, payload] = token.split('.');
  return `${Buffer.from('{"alg":"none"}').toString('base64url')}.${payload}.`;
};

describe.each(operations)('$method $path', ({ method, path, operation }) => {
  const [{ client: needed } = { client: [] }] = operation.security;
  const every = [...scopes];

  async function call(authorization?: string) {
    const address = `${gateway.url}${path.replaceAll(/\{\w+\}/g, 'x')}`;
    const response = await fetch(address, { method, headers: authorization === undefined ? {} : { authorization } });
    return { status: response.status, body: await response.json() };
  }

  const rejected: [string, number, () => Promise<string | undefined>][] = [
    ['no token', 401, async () => undefined],
    ['an invalid token', 401, async () => 'Bearer x.y.z'],
    ['a token in another scheme', 401, async () => `Basic ${await identity.issue(every, '1 minute')}`],
    ['a token signed by another issuer', 401, async () => `Bearer ${await stranger.issue(every, '1 minute')}`],
    ['an unsigned token', 401, async () => `Bearer ${unsigned(await identity.issue(every, '1 minute'))}`],
    ['a token signed with a guessed password', 401, async () => `Bearer ${await guessed(every)}`],
    ['an expired token', 401, async () => `Bearer ${await identity.issue(every, '1 second ago')}`],
    [
      'a token with every other scope',
      403,
      async () =>
        `Bearer ${await identity.issue(
          every.filter((scope) => !needed.includes(scope)),
          '1 minute',
        )}`,
    ],
  ];

  it.each(rejected)('rejects %s with %i without calling a function', async (_, expected, token) => {
    const { status, body } = await call(await token());

    expect({ status, errors: schemaErrors(body, { $ref: '#/components/schemas/Problem' }) }).toEqual({
      status: expected,
      errors: [],
    });
    expect(calledFunctions).toEqual([]);
  });

  it('accepts a token with its scope', async () => {
    expect((await call(`Bearer ${await identity.issue(needed as Scope[], '1 minute')}`)).status).toBe(200);
    expect(calledFunctions).toHaveLength(1);
  });
});

const guessed = (all: readonly Scope[]) =>
  new SignJWT({ token_use: 'access', scope: all.join(' '), client_id: identity.client.id })
    .setProtectedHeader({ alg: 'HS256' })
    .setIssuer('https://embedded.strata.invalid')
    .setExpirationTime('1 minute')
    .sign(Buffer.from('password'.repeat(8)));
