import type { ObjectLinks } from '../../../shared/adapters/aws/object-links.ts';
import { jsonResponse } from '../../../shared/http/response.ts';
import type { RouteHandler } from '../../../shared/http/route-handler.ts';

interface Dependencies {
  inbox: Pick<ObjectLinks, 'writing'>;
  /** ISO 8601, UTC. */
  now: () => string;
  /** A few characters that no other upload of the same moment has. */
  unique: () => string;
}

/**
 * `POST /v1/uploads`: an address to put a file to. Each gets a folder of its own in the inbox, so that a file of the same
 * name does not replace one that still waits.
 */
export function requestUpload({ inbox, now, unique }: Dependencies): RouteHandler<'POST /v1/uploads'> {
  return async ({ body: { file_name, bytes, dataset } }) => {
    const folder = `${now().replaceAll(/[-:.]/g, '')}-${unique()}`;
    const key = ['inbox', ...(dataset ? [dataset] : []), folder, file_name].join('/');
    const { url, expires_at } = await inbox.writing(key, bytes);
    return jsonResponse(201, { method: 'PUT', url, headers: { 'content-length': String(bytes) }, key, expires_at });
  };
}
