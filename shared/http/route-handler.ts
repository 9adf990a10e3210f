import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type * as z from 'zod';
import type { ApiResponse } from './response.ts';
import type { Route } from './route.ts';
import type { routes } from './routes.ts';

type KnownRoute = (typeof routes)[number];
type KeyOf<R extends Route> = R extends Route ? `${R['method']} ${R['path']}` : never;
type RouteOf<Key, R extends Route = KnownRoute> = R extends Route ? (KeyOf<R> extends Key ? R : never) : never;

/** e.g. `GET /v1/runs/{id}` */
export type RouteKey = KeyOf<KnownRoute>;
/** The function that handles a route, by the name of its folder. */
export type HandlerName = KnownRoute['handler'];

type Part<R, Name extends string> = R extends Record<Name, z.ZodType> ? z.output<R[Name]> : Record<string, never>;

/** A request that was validated with the route's schemas. */
export interface ApiRequest<Key extends RouteKey> {
  /** Path parameters, decoded. */
  path: RouteOf<Key> extends { parameters: infer Parameters } ? { [Name in keyof Parameters]: string } : object;
  query: Part<RouteOf<Key>, 'query'>;
  body: Part<RouteOf<Key>, 'body'>;
  /** Header → value, names in lower case. */
  headers: APIGatewayProxyEventV2['headers'];
}

/** Handles one route. */
export type RouteHandler<Key extends RouteKey> = (request: ApiRequest<Key>) => Promise<ApiResponse>;

/** A handler for each route of one function, and for no others. */
export type RouteHandlers<Name extends HandlerName> = {
  [Key in KeyOf<Extract<KnownRoute, { handler: Name }>>]: RouteHandler<Key>;
};
