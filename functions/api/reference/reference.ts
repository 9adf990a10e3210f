import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { withEtag } from '../../../shared/http/etag.ts';
import { ProblemError, problemResponse } from '../../../shared/http/problem.ts';
import type { PublicRoute } from '../../../shared/http/public-routes.ts';
import type { ApiResponse } from '../../../shared/http/response.ts';
import { openApiDocument } from './openapi.ts';
import { page, pageSecurity } from './page.ts';

type Key = `${PublicRoute['method']} ${PublicRoute['path']}`;

const headers = { 'cache-control': 'public, max-age=3600', 'x-content-type-options': 'nosniff' };
const compress = promisify(gzip);

/**
 * Handles the public routes: the API description and its reference page.
 * @param tokenEndpoint URL of the token endpoint
 * @param readViewer reads the viewer's script
 */
export function apiReference(tokenEndpoint: string, readViewer: () => Promise<Buffer>) {
  const text = (type: string, body: string, more = {}): ApiResponse => ({
    statusCode: 200,
    headers: { 'content-type': `${type}; charset=utf-8`, ...headers, ...more },
    body,
  });
  let viewer: Promise<Buffer> | undefined;

  const handlers: Record<Key, () => Promise<ApiResponse>> = {
    'GET /v1/openapi.json': async () => text('application/json', JSON.stringify(openApiDocument(tokenEndpoint))),
    'GET /docs': async () => text('text/html', page, { 'content-security-policy': pageSecurity }),
    // API Gateway does not compress, and every browser accepts gzip.
    'GET /docs/viewer.js': async () => {
      viewer ??= readViewer().then((script) => compress(script));
      const body = (await viewer).toString('base64');
      return { ...text('text/javascript', body, { 'content-encoding': 'gzip' }), isBase64Encoded: true };
    },
  };

  return async (event: APIGatewayProxyEventV2): Promise<ApiResponse> => {
    const handler = handlers[event.routeKey as Key];
    if (!handler) return problemResponse(new ProblemError('route-not-found', `There is no route ${event.routeKey}`));
    return withEtag(event.headers?.['if-none-match'], await handler());
  };
}
