/** Routes that need no token: the API description and its reference page, which contain no data. */
export const publicRoutes = [
  { method: 'GET', path: '/v1/openapi.json', handler: 'reference' },
  { method: 'GET', path: '/docs', handler: 'reference' },
  { method: 'GET', path: '/docs/viewer.js', handler: 'reference' },
] as const;

export type PublicRoute = (typeof publicRoutes)[number];
