import middy from '@middy/core';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { AuditLog } from '../adapters/tables/audit-log.ts';
import { logger } from '../observability.ts';
import { withAudit } from './audit.ts';
import { ProblemError, problemResponse } from './problem.ts';
import { parseRequest } from './request.ts';
import type { ApiResponse } from './response.ts';
import { isWriting, type Route, routeKey } from './route.ts';
import type { HandlerName, RouteHandlers } from './route-handler.ts';
import { routes } from './routes.ts';

/**
 * Creates the Lambda handler for the routes of one function. Dispatches on the route key, not the path: an id may contain
 * a slash, and API Gateway has already decoded it.
 * @param name the function's folder
 * @param audit the audit log for writes; without it, routes that write are not served
 */
export function api<Name extends HandlerName>(name: Name, routeHandlers: RouteHandlers<Name>, audit?: AuditLog) {
  const own = routes.filter((route: Route) => route.handler === name && (audit || !isWriting(route)));
  const routesByKey = new Map<string, Route>(own.map((route) => [routeKey(route), route]));
  const handlers = routeHandlers as Record<string, (request: unknown) => Promise<ApiResponse>>;

  return middy<APIGatewayProxyEventV2, ApiResponse>()
    .use(problemResponses())
    .handler(async (event) => {
      const key = event.routeKey;
      const route = routesByKey.get(key);
      const handler = handlers[key];
      if (!route || !handler) throw new ProblemError('route-not-found', `There is no route ${key}`);
      const request = parseRequest(route, event);
      const respond = () => handler(request);
      return audit && isWriting(route) ? withAudit(audit, route, event, respond) : respond();
    });
}

function problemResponses(): middy.MiddlewareObj<APIGatewayProxyEventV2, ApiResponse> {
  return {
    onError: (request) => {
      const { error, event } = request;
      if (!(error instanceof ProblemError)) logger.error('request failed', { route: event.routeKey, error });
      request.response = problemResponse(error);
    },
  };
}
