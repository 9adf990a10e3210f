import { createHmac, timingSafeEqual } from 'node:crypto';
import { LINK_LIFETIME_SECONDS } from '../../shared/adapters/object-limits.ts';
import type { ObjectLink, ObjectLinks } from '../../shared/ports/objects.ts';
import type { Secret } from '../../shared/ports/secret.ts';

/** Below it the API serves objects. */
export const OBJECTS_PATH = '/objects/';

/** What a link allows. */
export interface LinkedObject {
  method: 'GET' | 'PUT';
  bucket: string;
  key: string;
  /** Of an upload: its exact size. */
  bytes?: number;
  /** Of a download: the name to save it under. */
  fileName?: string;
}

interface Settings {
  /** The API's address, without a slash at its end. */
  address: () => string;
  /** Key of the signatures. */
  secret: Secret;
  /** Milliseconds since 1970; default: the system's clock. */
  now?: () => number;
}

/** Creates links that the API serves itself: `/objects/{bucket}?key=…&expires=…&signature=…`. */
export function objectLinks(bucket: string, { address, secret, now = Date.now }: Settings): ObjectLinks {
  async function link(method: LinkedObject['method'], fields: Record<string, string>): Promise<ObjectLink> {
    const expires = Math.floor(now() / 1000) + LINK_LIFETIME_SECONDS;
    const query = new URLSearchParams({ ...fields, method, expires: String(expires) });
    query.set('signature', signature(await secret(), bucket, query).toString('base64url'));
    return {
      url: `${address()}${OBJECTS_PATH}${bucket}?${query}`,
      expires_at: new Date(expires * 1000).toISOString(),
    };
  }

  return {
    downloadLink: (key, fileName) => link('GET', { key, file_name: fileName }),
    uploadLink: (key, bytes) => link('PUT', { key, bytes: String(bytes) }),
  };
}

/**
 * What a link allows, or undefined if it has expired, is not as it was created, or was created for another method.
 * @param method of the request
 * @param target path and query of the request
 * @param now milliseconds since 1970
 */
export function verifyLink(secret: Buffer, method: string, target: string, now: number): LinkedObject | undefined {
  const [path = '', ...rest] = target.split('?');
  if (!path.startsWith(OBJECTS_PATH)) return undefined;
  const bucket = path.slice(OBJECTS_PATH.length);
  const query = new URLSearchParams(rest.join('?'));
  const given = Buffer.from(query.get('signature') ?? '', 'base64url');
  const expected = signature(secret, bucket, query);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;

  if (Number(query.get('expires')) * 1000 <= now || query.get('method') !== method) return undefined;
  const key = query.get('key') ?? '';
  return method === 'PUT'
    ? { method, bucket, key, bytes: Number(query.get('bytes')) }
    : { method: 'GET', bucket, key, fileName: query.get('file_name') ?? '' };
}

/** A list of texts has one JSON, so that no field can pass for another. */
function signature(secret: Buffer, bucket: string, query: URLSearchParams): Buffer {
  const bound = ['method', 'key', 'expires', 'bytes', 'file_name'].map((name) => query.get(name));
  return createHmac('sha256', secret)
    .update(JSON.stringify([bucket, ...bound]))
    .digest();
}
