import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { AccessClaims } from './identity.ts';
import type { Match } from './route-match.ts';

/** What a request asks for. */
export interface Target {
  /** Decoded, as in the events of API Gateway. */
  path: string;
  /** Without the question mark, still encoded. */
  query: string;
}

/**
 * Shapes a request as API Gateway's HTTP API hands it to a function.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html, version 2.0
 */
export function apiEvent(
  request: IncomingMessage,
  target: Target,
  body: string,
  { route, pathParameters }: Match,
  claims?: AccessClaims,
) {
  const routeKey = `${route.method} ${route.path}`;
  const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
  const query = parseQuery(new URLSearchParams(target.query));
  return {
    version: '2.0',
    routeKey,
    rawPath: target.path,
    rawQueryString: target.query,
    headers,
    ...(query && { queryStringParameters: query }),
    ...(Object.keys(pathParameters).length > 0 && { pathParameters }),
    ...(body !== '' && { body }),
    isBase64Encoded: false,
    requestContext: {
      accountId: 'anonymous',
      apiId: 'embedded',
      ...(claims && { authorizer: { jwt: { claims, scopes: claims.scope.split(' ') } } }),
      domainName: request.headers.host ?? '',
      http: {
        method: route.method,
        path: target.path,
        protocol: 'HTTP/1.1',
        sourceIp: request.socket.remoteAddress ?? '',
        userAgent: request.headers['user-agent'] ?? '',
      },
      requestId: randomUUID(),
      routeKey,
      stage: '$default',
      time: new Date().toISOString(),
      timeEpoch: Date.now(),
    },
  };
}

/** A parameter that is given more than once arrives joined by commas. */
function parseQuery(parameters: URLSearchParams): Record<string, string> | undefined {
  const names = [...new Set(parameters.keys())];
  if (names.length === 0) return undefined;
  return Object.fromEntries(names.map((name) => [name, parameters.getAll(name).join(',')]));
}
