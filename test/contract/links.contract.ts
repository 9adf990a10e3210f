import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ObjectLinks, ObjectStore } from '../../shared/ports/objects.ts';

interface LinkedBucket {
  objects: ObjectStore;
  links: ObjectLinks;
  /** The `Content-Disposition` of a download; default: that of the response. */
  disposition?: (url: string) => string | null;
  close(): Promise<void>;
}

/** What all {@link ObjectLinks} promise. */
export function linksContract(name: string, open: () => Promise<LinkedBucket>): void {
  describe(`links: ${name}`, () => {
    let bucket: LinkedBucket;
    beforeAll(async () => {
      bucket = await open();
    });
    afterAll(() => bucket.close());

    it.each([
      ['customers.csv', 'attachment; filename="customers.csv"'],
      ['客户 "1".csv', `attachment; filename="__ _1_.csv"; filename*=UTF-8''%E5%AE%A2%E6%88%B7%20%221%22.csv`],
      [
        "tea & O'Brien (50%).csv",
        `attachment; filename="tea & O'Brien (50_).csv"; filename*=UTF-8''tea%20%26%20O%27Brien%20%2850%25%29.csv`,
      ],
    ])('download an object as the file %s', async (fileName, disposition) => {
      const key = `runs/one/${fileName}`;
      await bucket.objects.putJson(key, { k: 3 });
      const { url, expires_at } = await bucket.links.downloadLink(key, fileName);
      const response = await fetch(url);

      expect(response.status).toBe(200);
      const { disposition: named = () => response.headers.get('content-disposition') } = bucket;
      expect(named(url)).toBe(disposition);
      expect(response.headers.get('content-type')).toBe('application/json');
      expect(response.headers.get('content-length')).toBe('13');
      expect(await response.json()).toEqual({ k: 3 });
      expect(Math.abs(Date.parse(expires_at) - Date.now() - 15 * 60_000)).toBeLessThan(60_000);
    });

    it.each(['inbox/orders/a.csv', 'inbox/订单 & "more" +1 100%.csv', "inbox/O'Brien?x=1#y.csv"])(
      'upload the object %s',
      async (key) => {
        const { url } = await bucket.links.uploadLink(key, 3);
        const response = await fetch(url, { method: 'PUT', body: 'a,b' });

        expect(response.status).toBe(200);
        expect(response.headers.get('etag')).toBe('"b345e1dc09f20fdefdea469f09167892"');
        expect(await bucket.objects.list(key)).toMatchObject([{ key, bytes: 3 }]);
      },
    );
  });
}
