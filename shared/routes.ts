/** An OAuth scope as a token carries it: resource server, slash, what it allows. */
export type Scope = 'tiers/read' | 'runs/write';

export interface Route {
  method: 'GET' | 'POST';
  /** Path with `{parameters}`, as API Gateway writes it. */
  path: string;
  /** What a token must carry to get through. */
  scope: Scope;
  /** The function that answers, by the name of its folder. */
  handler: 'query-api' | 'start-run';
}

/** The HTTP API: what the deployed gateway and the embedded one both serve. */
export const routes = [
  { method: 'GET', path: '/v1/customers/{id}', scope: 'tiers/read', handler: 'query-api' },
  { method: 'GET', path: '/v1/tiers', scope: 'tiers/read', handler: 'query-api' },
  { method: 'GET', path: '/v1/tiers/{tier}/customers', scope: 'tiers/read', handler: 'query-api' },
  { method: 'GET', path: '/v1/runs', scope: 'tiers/read', handler: 'query-api' },
  { method: 'GET', path: '/v1/runs/{id}', scope: 'tiers/read', handler: 'query-api' },
  { method: 'POST', path: '/v1/runs', scope: 'runs/write', handler: 'start-run' },
] as const satisfies readonly Route[];
