import { origin, type Readers, readCurrentRun } from '../../../shared/http/current-run.ts';
import { jsonResponse } from '../../../shared/http/response.ts';
import type { RouteHandler } from '../../../shared/http/route-handler.ts';
import { parseRunSummary } from '../../../shared/run/summary.ts';
import { servicePeriods, tierServiceFields } from './service.ts';

/** `GET /v1/tiers`: the tiers of the current run with customers, spend, service plan, cost and benefit. */
export function getTiers(readers: Readers): RouteHandler<'GET /v1/tiers'> {
  return async () => {
    const run = await readCurrentRun(readers);
    const summary = parseRunSummary(run);
    const tiers = withShares(summary.tiers).map((each) => ({ ...each, ...tierServiceFields(summary, each.tier) }));
    return jsonResponse(200, { ...origin(run), tiers, ...servicePeriods(summary) });
  };
}

/** `GET /v1/segments`: the segments of the current run with customers and spend. */
export function getSegments(readers: Readers): RouteHandler<'GET /v1/segments'> {
  return async () => {
    const run = await readCurrentRun(readers);
    return jsonResponse(200, { ...origin(run), segments: withShares(parseRunSummary(run).segments) });
  };
}

/** `GET /v1/clusters`: the clusters of the current run and their quality. */
export function getClusters(readers: Readers): RouteHandler<'GET /v1/clusters'> {
  return async () => {
    const run = await readCurrentRun(readers);
    const { algorithm, k, inertia, silhouette, labels, sizes, names } = parseRunSummary(run).clusters;
    const all = sizes.reduce((sum, size) => sum + size, 0);
    const clusters = sizes.map((customers, index) => ({
      cluster: labels?.[index] ?? index,
      name_en: names[index]?.en ?? '',
      name_zh: names[index]?.zh ?? '',
      customers,
      share: share(customers, all),
    }));
    return jsonResponse(200, { ...origin(run), algorithm, k, inertia, silhouette, clusters });
  };
}

/** `GET /v1/movement`: tier changes in the current run with their causes, and projected demotions. */
export function getMovement(readers: Readers): RouteHandler<'GET /v1/movement'> {
  return async () => {
    const run = await readCurrentRun(readers);
    const { previous_run_id, cells, causes, foretold } = parseRunSummary(run).movement;
    return jsonResponse(200, { ...origin(run), previous_run_id, movement: cells, causes, foretold });
  };
}

interface Group {
  customers: number;
  monetary_total: number;
}

/** Adds each group's share of customers and of spend, 0 to 1; null if the total is zero. */
function withShares<Member extends Group>(groups: Member[]) {
  const customers = groups.reduce((sum, group) => sum + group.customers, 0);
  const revenue = groups.reduce((sum, group) => sum + group.monetary_total, 0);
  return groups.map((group) => ({
    ...group,
    share: share(group.customers, customers),
    revenue_share: share(group.monetary_total, revenue),
  }));
}

const share = (part: number, whole: number) => (whole > 0 ? Number((part / whole).toFixed(6)) : null);
