import { createHash } from 'node:crypto';
import type { ApiResponse } from './response.ts';

/**
 * Gives an answer its `ETag`, and leaves out the body for a caller that has it already.
 * @param ifNoneMatch the request's header
 * @see RFC 9110, sections 8.8.3 and 13.1.2
 */
export function withEtag(ifNoneMatch: string | undefined, answer: ApiResponse): ApiResponse {
  const etag = `"${createHash('sha256')
    .update(answer.body ?? '')
    .digest('base64url')
    .slice(0, 22)}"`;
  const known = (ifNoneMatch ?? '').split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  const headers: ApiResponse['headers'] = { ...answer.headers, etag };
  if (!known.includes(etag) && !known.includes('*')) return { ...answer, headers };
  const { 'content-type': _ofTheBody, ...kept } = headers;
  return { statusCode: 304, headers: kept };
}
