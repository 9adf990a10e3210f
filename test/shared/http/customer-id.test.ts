import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchRoute } from '../../../local/api/route-match.ts';
import { ProblemError } from '../../../shared/http/problem.ts';
import { parseRequest } from '../../../shared/http/request.ts';
import { encodeCustomerId } from '../../../shared/http/resources/customer-id.ts';
import { type Route, routeKey } from '../../../shared/http/route.ts';
import { isWholePath } from '../../../shared/http/whole-path.ts';

/** What a gateway may make of a request's target before it routes the request. */
const gateways: Record<string, (target: string) => { path: string; query: string }> = {
  'decodes once': (target) => ({ path: decodeURIComponent(target), query: '' }),
  'decodes twice': (target) => ({ path: decodeURIComponent(decodeURIComponent(target)), query: '' }),
  'reads a query from the decoded path': (target) => {
    const [path = '', ...query] = decodeURIComponent(target).split('?');
    return { path, query: query.join('?') };
  },
  'resolves dots': (target) => {
    const { pathname, searchParams } = new URL(`https://api.example${target}`);
    return { path: decodeURIComponent(pathname), query: searchParams.toString() };
  },
  'reads the decoded path as a URL': (target) => {
    const { pathname, searchParams } = new URL(`https://api.example${decodeURIComponent(target)}`);
    return { path: decodeURIComponent(pathname), query: searchParams.toString() };
  },
};

/** The operation and the customer that a function receives, or `refused`. */
function receive(gateway: (target: string) => { path: string; query: string }, method: string, target: string) {
  try {
    const { path, query } = gateway(target);
    const { route, pathParameters } = matchRoute(method, path);
    const queryStringParameters = Object.fromEntries(new URLSearchParams(query));
    const event = { rawPath: path, pathParameters, queryStringParameters, headers: {} };
    const request = parseRequest(route as Route, event as unknown as APIGatewayProxyEventV2);
    return { route: routeKey(route), id: (request.path as { id: string }).id };
  } catch (error) {
    if (error instanceof ProblemError || error instanceof URIError || error instanceof TypeError) return 'refused';
    throw error;
  }
}

const special = fc.constantFrom(
  '/',
  '?',
  '#',
  '%',
  '.',
  '..',
  '~',
  ':',
  '\\',
  '&',
  '+',
  ' ',
  '%2F',
  '%3F',
  '%25',
  'a',
  '7',
  '顾',
  '😀',
);
const id = fc
  .oneof(
    fc.string({ unit: 'binary', minLength: 1, maxLength: 500 }),
    fc.array(special, { minLength: 1, maxLength: 12 }).map((parts) => parts.join('')),
    fc.stringMatching(/^[A-Za-z0-9._~:-]{1,40}$/),
  )
  .filter((text) => text.length <= 500);

describe.each(Object.entries(gateways))('a gateway that %s', (_, gateway) => {
  it.each([
    ['DELETE', ''],
    ['DELETE', '/override'],
    ['GET', '/tier'],
  ])('passes every encoded id on unchanged: %s …%s', (method, rest) => {
    fc.assert(
      fc.property(id, (sent) => {
        expect(receive(gateway, method, `/v1/customers/${encodeCustomerId(sent)}${rest}`)).toEqual({
          route: `${method} /v1/customers/{id}${rest}`,
          id: sent,
        });
      }),
      { numRuns: 500 },
    );
  });
});

describe.each(['decodes once', 'decodes twice', 'reads a query from the decoded path'])('a gateway that %s', (name) => {
  it.each(['a%3Fb', 'a%2Fb', 'a%253Fb', 'a%252Fb', 'a%20', '%2E%2E', 'a%5Cb', 'caf%C3%A9', 'a@example.com'])(
    'does not pass on what may be another id: DELETE …/%s',
    (written) => {
      expect(receive(gateways[name] as never, 'DELETE', `/v1/customers/${written}`)).toBe('refused');
    },
  );
});

it('accepts ids in base64url that need not be', () => {
  const written = `~${Buffer.from('17850').toString('base64url')}`;

  expect(receive(gateways['decodes once'] as never, 'GET', `/v1/customers/${written}`)).toMatchObject({ id: '17850' });
});

it.each(['~', '~YQ==', '~YR', '~YQ%3D', '~_w', '~YQ.', `~${Buffer.alloc(501, 'a').toString('base64url')}`])(
  'refuses %.20s, which is not the base64url of an id',
  (written) => {
    expect(receive(gateways['decodes once'] as never, 'GET', `/v1/customers/${written}`)).toBe('refused');
  },
);

it.each(['17850', 'a_b', '-1', 'hmac:9f2b6e0c4a1d83f75e60b2c9d4a7f318'])('writes %s as it is', (plain) => {
  expect(encodeCustomerId(plain)).toBe(plain);
});

describe('a path that names a customer', () => {
  const template = '/v1/customers/{id}';

  it.each([
    ['/v1/customers/a', true],
    ['/tiers-api/v1/customers/a', true],
    ['/v1/customers/%61', true],
    ['/v1/customers/a?b', false],
    ['/v1/customers/a%3F', false],
    ['/v1/customers/a%2Foverride', false],
    ['/v1/customers/a%', false],
  ])('is whole: %s, %s', (rawPath, whole) => {
    expect(isWholePath(rawPath, template, { id: 'a' })).toBe(whole);
  });

  it('is not whole where an encoded slash became another segment', () => {
    expect(isWholePath('/v1/customers/a%2Foverride', '/v1/customers/{id}/override', { id: 'a' })).toBe(false);
  });
});
