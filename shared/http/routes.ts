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
