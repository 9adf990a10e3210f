import { customerRoutes } from './resources/customers.ts';
import { explanationRoutes } from './resources/explanation.ts';
import { overrideRoutes } from './resources/overrides.ts';
import { personalDataRoutes } from './resources/personal-data.ts';
import { runRoutes } from './resources/runs.ts';
import { scoreRoutes } from './resources/score.ts';
import { tierRoutes } from './resources/tiers.ts';
import { uploadRoutes } from './resources/uploads.ts';
import { whatIfRoutes } from './resources/what-if.ts';
import type { Route, Scope } from './route.ts';

export type { Route, Scope } from './route.ts';

/**
 * The routes of the HTTP API. Both gateways, deployed and embedded, serve them; functions validate requests with them; the
 * OpenAPI description is generated from them. A new route needs an entry here and a handler in its function.
 */
export const routes = [
  ...customerRoutes,
  ...personalDataRoutes,
  ...explanationRoutes,
  ...overrideRoutes,
  ...tierRoutes,
  ...runRoutes,
  ...uploadRoutes,
  ...scoreRoutes,
  ...whatIfRoutes,
] as const satisfies readonly Route[];

/** All scopes. */
export const scopes: readonly Scope[] = [...new Set(routes.map(({ scope }): Scope => scope))];
