import type { Traffic } from '../../domain/run/usage.ts';
import { LIST_PAGE, MULTIPART_BYTES, PART_BYTES, RANGE_BYTES } from '../object-limits.ts';
import { currentTraffic } from './usage-meter.ts';

/**
 * Counts the requests that work on objects takes on S3, for a store that makes none, so that a run on one machine reports the
 * same usage as on AWS.
 */
export const objectRequests = {
  listed: (objects: number) => count({ lists: Math.max(1, Math.ceil(objects / LIST_PAGE)) }),

  /** A large file is created, uploaded in parts and completed. */
  written: (bytes: number) =>
    count({ puts: bytes > MULTIPART_BYTES ? Math.ceil(bytes / PART_BYTES) + 2 : 1, bytes_put: bytes }),

  /** The content stays in S3. */
  copied: () => count({ puts: 1 }),

  /** A stream that ends within its first part is one request. */
  received: (bytes: number) =>
    count({ puts: bytes >= PART_BYTES ? Math.ceil(bytes / PART_BYTES) + 2 : 1, bytes_put: bytes }),

  /** @param bytes read; 0 if there is no object */
  read: (bytes: number) => count({ gets: 1, bytes_got: bytes }),

  /** @param known the size that the caller gave; a large object is downloaded in ranges only if its size is known */
  downloaded: (bytes: number, known: number) =>
    count({ gets: known > RANGE_BYTES ? Math.ceil(bytes / RANGE_BYTES) : 1, bytes_got: bytes }),
} as const;

function count(requests: Partial<Traffic['objects']>): void {
  const objects = currentTraffic()?.objects;
  if (!objects) return;
  for (const kind of Object.keys(requests) as (keyof Traffic['objects'])[]) objects[kind] += requests[kind] ?? 0;
}
