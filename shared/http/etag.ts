import { createHash } from 'node:crypto';
import type { ApiResponse } from './response.ts';

/**
 * Adds an `ETag` to a response, and returns 304 without a body if the client already has it.
 * @param ifNoneMatch the request's header
 * @see RFC 9110, sections 8.8.3 and 13.1.2
 */
export function withEtag(ifNoneMatch: string | undefined, response: ApiResponse): ApiResponse {
  const etag = `"${createHash('sha256')
    .update(response.body ?? '')
    .digest('base64url')
    .slice(0, 22)}"`;
  const clientTags = (ifNoneMatch ?? '').split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  const headers: ApiResponse['headers'] = { ...response.headers, etag };
  if (!clientTags.includes(etag) && !clientTags.includes('*')) return { ...response, headers };
  const { 'content-type': _contentType, ...otherHeaders } = headers;
  return { statusCode: 304, headers: otherHeaders };
}
