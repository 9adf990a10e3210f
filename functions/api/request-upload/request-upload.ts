import { jsonResponse } from '../../../shared/http/response.ts';
import type { RouteHandler } from '../../../shared/http/route-handler.ts';
import type { ObjectLinks } from '../../../shared/ports/objects.ts';

interface Dependencies {
  inbox: Pick<ObjectLinks, 'uploadLink'>;
  /** ISO 8601, UTC. */
  now: () => string;
  /** A few characters that distinguish uploads in the same millisecond. */
  unique: () => string;
}

/**
 * `POST /v1/uploads`: a presigned URL to upload a file to. Each upload gets its own folder in the inbox, so that a file does
 * not replace a waiting one with the same name.
 */
export function requestUpload({ inbox, now, unique }: Dependencies): RouteHandler<'POST /v1/uploads'> {
  return async ({ body: { file_name, bytes, dataset } }) => {
    const folder = `${now().replaceAll(/[-:.]/g, '')}-${unique()}`;
    const key = ['inbox', ...(dataset ? [dataset] : []), folder, file_name].join('/');
    const { url, expires_at } = await inbox.uploadLink(key, bytes);
    return jsonResponse(201, { method: 'PUT', url, headers: { 'content-length': String(bytes) }, key, expires_at });
  };
}
