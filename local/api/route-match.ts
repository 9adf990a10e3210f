import { ProblemError } from '../../shared/http/problem.ts';
import { type PublicRoute, publicRoutes } from '../../shared/http/public-routes.ts';
import { type Route, routes } from '../../shared/http/routes.ts';

export interface Match {
  route: PublicRoute | Route;
  pathParameters: Record<string, string>;
}

const known: readonly Match['route'][] = [...publicRoutes, ...routes];

/**
 * Finds the route of a request.
 * @param path already decoded, so that a percent-encoded slash separates segments
 * @throws {ProblemError} `route-not-found`
 */
export function matchRoute(method: string, path: string): Match {
  const segments = path.split('/');
  for (const route of known) {
    const pathParameters = route.method === method ? matchParameters(route.path.split('/'), segments) : undefined;
    if (pathParameters) return { route, pathParameters };
  }
  throw new ProblemError('route-not-found', `There is no ${method} ${path}; GET /docs shows what there is`);
}

function matchParameters(template: string[], segments: string[]): Record<string, string> | undefined {
  if (template.length !== segments.length) return undefined;
  const parameters: Record<string, string> = {};
  for (const [index, expected] of template.entries()) {
    const segment = segments[index] ?? '';
    const name = expected.match(/^\{(.+)\}$/)?.[1];
    if (name === undefined ? expected !== segment : segment === '') return undefined;
    if (name !== undefined) parameters[name] = segment;
  }
  return parameters;
}
