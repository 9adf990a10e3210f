import type * as z from 'zod';
import type { ProblemKind } from './problem.ts';

/** An OAuth scope: `<resource server>/<permission>`. */
export type Scope = 'tiers/read' | 'runs/write' | 'customers/write';

/** One route of the HTTP API: its scope, parameters, response and handler. */
export interface Route {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Path with `{parameters}`, as API Gateway writes it. */
  path: string;
  /** The scope that a token needs. */
  scope: Scope;
  /** The function that handles the route, by the name of its folder. */
  handler: string;
  /** `operationId` in the OpenAPI description; generated clients use it as the method name. */
  operation: string;
  summary: string;
  description?: string;
  /** Path parameters. */
  parameters?: Record<string, z.ZodType<string>>;
  /** Default: none; any query parameter is rejected. */
  query?: z.ZodObject;
  body?: z.ZodObject;
  response: {
    status: 200 | 201 | 202;
    schema: z.ZodType;
    /** Header → description. */
    headers?: Record<string, string>;
    /** Whether the response has an `ETag` and a lifetime, and supports `If-None-Match`. */
    cacheable?: boolean;
  };
  /** Problems that the route returns, in addition to those of every route. */
  problems: readonly ProblemKind[];
}

/** API Gateway's route key. */
export const routeKey = ({ method, path }: Pick<Route, 'method' | 'path'>) => `${method} ${path}`;

/** Whether a route changes data. */
export const isWriting = ({ scope }: Pick<Route, 'scope'>) => scope.endsWith('/write');
