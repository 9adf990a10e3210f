import { customerRoutes } from './api/customers.ts';
import { explanationRoutes } from './api/explanation.ts';
import { overrideRoutes } from './api/overrides.ts';
import { personalDataRoutes } from './api/personal-data.ts';
import type { Route, Scope } from './api/route.ts';
import { runRoutes } from './api/runs.ts';
import { scoreRoutes } from './api/score.ts';
import { tierRoutes } from './api/tiers.ts';
import { uploadRoutes } from './api/uploads.ts';
import { whatIfRoutes } from './api/what-if.ts';

export type { Route, Scope } from './api/route.ts';

/**
 * The HTTP API: what the deployed gateway and the embedded one serve, what the functions check requests by, and what the
 * description is made of. An entry here and an answerer in its function make a route.
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

/** Every scope a token may carry. */
export const scopes: readonly Scope[] = [...new Set(routes.map(({ scope }): Scope => scope))];
