import middy from '@middy/core';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { logger } from '../observability.ts';
import { type AuditLog, audited } from './audit.ts';
import { ProblemError, problemAnswer } from './problem.ts';
import { checkedRequest } from './request.ts';
import type { Answer } from './response.ts';
import { isWriting, type Route, routeKey } from './route.ts';
import type { Answerers, HandlerName } from './route-handler.ts';
import { routes } from './routes.ts';

/**
 * Makes a Lambda handler of the routes one function answers. They are told apart by the route key, not by the path:
 * an id may hold a slash, and API Gateway has decoded it by then.
 * @param name the function's folder
 * @param audit where writes are noted; a function without it answers none that write
 */
export function api<Name extends HandlerName>(name: Name, answerers: Answerers<Name>, audit?: AuditLog) {
  const own = routes.filter((route: Route) => route.handler === name && (audit || !isWriting(route)));
  const routeOf = new Map<string, Route>(own.map((route) => [routeKey(route), route]));
  const answererOf = answerers as Record<string, (request: unknown) => Promise<Answer>>;

  return middy<APIGatewayProxyEventV2, Answer>()
    .use(problems())
    .handler(async (event) => {
      const key = event.routeKey;
      const route = routeOf.get(key);
      const answerer = answererOf[key];
      if (!route || !answerer) throw new ProblemError('route-not-found', `There is no route ${key}`);
      const request = checkedRequest(route, event);
      const answer = () => answerer(request);
      return audit && isWriting(route) ? audited(audit, route, event, answer) : answer();
    });
}

function problems(): middy.MiddlewareObj<APIGatewayProxyEventV2, Answer> {
  return {
    onError: (request) => {
      const { error, event } = request;
      if (!(error instanceof ProblemError)) logger.error('request failed', { route: event.routeKey, error });
      request.response = problemAnswer(error);
    },
  };
}
