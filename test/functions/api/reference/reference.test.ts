import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { gunzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { openApiDocument } from '../../../../functions/api/reference/openapi.ts';
import { apiReference } from '../../../../functions/api/reference/reference.ts';
import { apiEvent } from '../query/api-table.ts';

const viewer = createRequire(import.meta.url).resolve('openapi-explorer/dist/browser/openapi-explorer.min.js');
const TOKENS = 'https://strata.auth.eu-central-1.amazoncognito.com/oauth2/token';
const handler = apiReference(TOKENS, () => readFile(viewer));

it('returns the description with the token endpoint of this deployment', async () => {
  const { headers, body } = await handler(apiEvent('GET /v1/openapi.json'));

  expect(headers?.['content-type']).toBe('application/json; charset=utf-8');
  expect(JSON.parse(body ?? '')).toEqual(JSON.parse(JSON.stringify(openApiDocument(TOKENS))));
  expect(body).toContain(TOKENS);
});

it('returns 304 to a client that has the current version', async () => {
  const { headers } = await handler(apiEvent('GET /v1/openapi.json'));
  const again = await handler(
    apiEvent('GET /v1/openapi.json', { headers: { 'if-none-match': String(headers?.etag) } }),
  );

  expect(again.statusCode).toBe(304);
});

it('has a page that loads nothing from other origins and runs only the viewer', async () => {
  const { headers, body = '' } = await handler(apiEvent('GET /docs'));
  const addresses = [...body.matchAll(/(?:src|href|spec-url)="([^"]*)"/g)].map(([, address]) => address);

  expect(addresses).toEqual(['docs/viewer.js', 'v1/openapi.json', 'v1/openapi.json']);
  expect(headers?.['content-security-policy']).toContain("default-src 'none'; script-src 'self'");
});

it('serves the viewer compressed', async () => {
  const { headers, body, isBase64Encoded } = await handler(apiEvent('GET /docs/viewer.js'));

  expect({ isBase64Encoded, encoding: headers?.['content-encoding'] }).toEqual({
    isBase64Encoded: true,
    encoding: 'gzip',
  });
  expect(gunzipSync(Buffer.from(body ?? '', 'base64')).equals(await readFile(viewer))).toBe(true);
});

it('returns 404 for other paths', async () => {
  expect((await handler(apiEvent('GET /docs/other.js'))).statusCode).toBe(404);
});
