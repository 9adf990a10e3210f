import { LIST_PAGE, MULTIPART_BYTES, PART_BYTES, RANGE_BYTES } from '../object-limits.ts';
import { currentTraffic } from './usage-meter.ts';

/**
 * Count the requests that work on objects takes on S3, for a store that makes none. So a run on one machine reports the same
 * usage as on AWS.
 */
export const objectRequests = {
  listed(objects: number): void {
    count({ lists: Math.max(1, Math.ceil(objects / LIST_PAGE)) });
  },

  /** A file of more than 64 MB is created, uploaded in parts and completed. */
  written(bytes: number): void {
    count({ puts: bytes > MULTIPART_BYTES ? Math.ceil(bytes / PART_BYTES) + 2 : 1, bytes_put: bytes });
  },

  /** @param bytes bytes read, 0 where there is no object */
  read(bytes: number): void {
    count({ gets: 1, bytes_got: bytes });
  },

  /** @param bytes the object's size */
  downloaded(bytes: number): void {
    count({ gets: Math.max(1, Math.ceil(bytes / RANGE_BYTES)), bytes_got: bytes });
  },
} as const;

function count(requests: Readonly<Record<string, number>>): void {
  const objects: Record<string, number> | undefined = currentTraffic()?.objects;
  if (!objects) return;
  for (const [kind, number] of Object.entries(requests)) objects[kind] = (objects[kind] ?? 0) + number;
}
