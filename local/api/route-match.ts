import { ProblemError } from '../../shared/http/problem.ts';
import { type PublicRoute, publicRoutes } from '../../shared/http/public-routes.ts';
import { type Route, routes } from '../../shared/http/routes.ts';

export interface Match {
  route: PublicRoute | Route;
  /** Decoded; an encoded slash is part of the parameter. */
  pathParameters: Record<string, string>;
}

const known: readonly Match['route'][] = [...publicRoutes, ...routes];

/**
 * Finds the route of a request.
 * @param path as it was sent, still encoded
 * @throws {ProblemError} `route-not-found`, or `invalid-request` for broken encoding
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
    if (name !== undefined) parameters[name] = decoded(segment);
  }
  return parameters;
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw new ProblemError('invalid-request', 'The path is not well encoded: use UTF-8 with percent signs');
  }
}
