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
/** A function that answers routes, by the name of its folder. */
export type HandlerName = KnownRoute['handler'];

type Part<R, Name extends string> = R extends Record<Name, z.ZodType> ? z.output<R[Name]> : Record<string, never>;

/** What a route was asked, checked by the route's schemas. */
export interface ApiRequest<Key extends RouteKey> {
  /** Parameters of the path, decoded. */
  path: RouteOf<Key> extends { parameters: infer Parameters } ? { [Name in keyof Parameters]: string } : object;
  query: Part<RouteOf<Key>, 'query'>;
  body: Part<RouteOf<Key>, 'body'>;
  /** Header → value, names in lower case. */
  headers: APIGatewayProxyEventV2['headers'];
}

/** Answers one route. */
export type RouteHandler<Key extends RouteKey> = (request: ApiRequest<Key>) => Promise<ApiResponse>;

/** An answerer for each route of one function, and for no other. */
export type RouteHandlers<Name extends HandlerName> = {
  [Key in KeyOf<Extract<KnownRoute, { handler: Name }>>]: RouteHandler<Key>;
};
