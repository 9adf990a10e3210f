import { afterAll, beforeAll, expect, it } from 'vitest';
import { requestUpload } from '../../../../functions/api/request-upload/request-upload.ts';
import { datasetFromKey } from '../../../../shared/domain/intake/uploads.ts';
import { uploadRoutes } from '../../../../shared/http/resources/uploads.ts';
import { type Services, startServices } from '../../services.ts';

let services: Services;
beforeAll(async () => {
  services = await startServices();
});
afterAll(() => services.close());

const [{ body: schema }] = uploadRoutes;

async function request(fields: object) {
  const inbox = services.as('api/request-upload').links('inbox');
  const handler = requestUpload({ inbox, now: () => '2026-09-01T08:15:00.000Z', unique: () => '4c1d20ab' });
  const { statusCode, body } = await handler({ path: {}, query: {}, body: schema.parse(fields), headers: {} });
  return { status: statusCode, upload: JSON.parse(body ?? '') };
}

it('returns a URL that accepts an upload without a token', async () => {
  const { status, upload } = await request({ file_name: 'august 八月.csv', bytes: 3, dataset: 'orders' });
  const put = await fetch(upload.url, { method: upload.method, body: 'a,b', headers: upload.headers });

  expect({ status, put: put.status }).toEqual({ status: 201, put: 200 });
  expect(upload.key).toBe('inbox/orders/20260901T081500000Z-4c1d20ab/august 八月.csv');
  expect(await services.inbox.list('inbox/')).toMatchObject([{ key: upload.key, bytes: 3 }]);
});

it('returns a URL that accepts no other size', async () => {
  const { upload } = await request({ file_name: 'a.csv', bytes: 3 });
  const put = await fetch(upload.url, { method: upload.method, body: 'abcd' });

  expect(put.status).toBe(413);
});

it.each(['orders', undefined])('puts the dataset %s where the pipeline reads it', async (dataset) => {
  const { upload } = await request({ file_name: 'a.csv', bytes: 3, dataset });

  expect(datasetFromKey(upload.key)).toBe(dataset);
});

it.each(['', '..', '.hidden', 'a/b', 'a\\b', 'a\nb', '\ud800', 'x'.repeat(201)])('rejects the name %j', (file_name) => {
  expect(schema.safeParse({ file_name, bytes: 3 }).error?.issues[0]?.path).toEqual(['file_name']);
});

it.each([0, 1.5, 5 * 1024 ** 3 + 1])('rejects %d bytes', (bytes) => {
  expect(schema.safeParse({ file_name: 'a.csv', bytes }).error?.issues[0]?.path).toEqual(['bytes']);
});
