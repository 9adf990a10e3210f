import type * as z from 'zod';
import type { ProblemKind } from './problem.ts';

/** An OAuth scope as a token carries it: resource server, slash, what it allows. */
export type Scope = 'tiers/read' | 'runs/write' | 'customers/write';

/** One route of the HTTP API: who may call it, what it takes, what it answers, and which function does. */
export interface Route {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Path with `{parameters}`, as API Gateway writes it. */
  path: string;
  /** What a token must carry to get through. */
  scope: Scope;
  /** The function that answers, by the name of its folder. */
  handler: string;
  /** What clients made from the description call the operation. */
  operation: string;
  summary: string;
  description?: string;
  /** Each parameter of the path. */
  parameters?: Record<string, z.ZodType<string>>;
  /** Default: none, and a query is refused. */
  query?: z.ZodObject;
  body?: z.ZodObject;
  answer: {
    status: 200 | 201 | 202;
    schema: z.ZodType;
    /** Header → what it says. */
    headers?: Record<string, string>;
    /** Whether the answer has an `ETag`, a life time, and is left out for those who have it already. */
    cacheable?: boolean;
  };
  /** What the route answers with beside that, and beside what every route does. */
  problems: readonly ProblemKind[];
}

/** A route's name to API Gateway. */
export const routeKey = ({ method, path }: Pick<Route, 'method' | 'path'>) => `${method} ${path}`;

/** Whether a route changes anything. */
export const isWriting = ({ scope }: Pick<Route, 'scope'>) => scope.endsWith('/write');
