import { md5 } from '../../local/platform/md5.ts';
import type { ObjectStore } from '../../shared/ports/objects.ts';

/** The digest of every object of a bucket, and the one that its listing has: its ETag. */
export async function contentDigests(bucket: Pick<ObjectStore, 'list' | 'readRange'>) {
  const listed = await bucket.list('');
  return Promise.all(
    listed.map(async ({ key, bytes, etag }) => ({ key, etag, md5: await md5(await bucket.readRange(key, 0, bytes)) })),
  );
}
