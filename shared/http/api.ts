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
 * Makes a Lambda handler of the routes one function answers. They are told apart by the route key, not by the path:
 * an id may hold a slash, and API Gateway has decoded it by then.
 * @param name the function's folder
 * @param audit where writes are noted; a function without it answers none that write
 */
export function api<Name extends HandlerName>(name: Name, answerers: RouteHandlers<Name>, audit?: AuditLog) {
  const own = routes.filter((route: Route) => route.handler === name && (audit || !isWriting(route)));
  const routesByKey = new Map<string, Route>(own.map((route) => [routeKey(route), route]));
  const handlers = answerers as Record<string, (request: unknown) => Promise<ApiResponse>>;

  return middy<APIGatewayProxyEventV2, ApiResponse>()
    .use(problems())
    .handler(async (event) => {
      const key = event.routeKey;
      const route = routesByKey.get(key);
      const answerer = handlers[key];
      if (!route || !answerer) throw new ProblemError('route-not-found', `There is no route ${key}`);
      const request = parseRequest(route, event);
      const answer = () => answerer(request);
      return audit && isWriting(route) ? withAudit(audit, route, event, answer) : answer();
    });
}

function problems(): middy.MiddlewareObj<APIGatewayProxyEventV2, ApiResponse> {
  return {
    onError: (request) => {
      const { error, event } = request;
      if (!(error instanceof ProblemError)) logger.error('request failed', { route: event.routeKey, error });
      request.response = problemResponse(error);
    },
  };
}
