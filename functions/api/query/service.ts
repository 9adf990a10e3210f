import type { CustomerState } from '../../../shared/adapters/tables/customer-table.ts';
import type { Run } from '../../../shared/adapters/tables/run-table.ts';
import { serviceFor } from '../../../shared/domain/tiers/service/service.ts';
import { parseRunSummary, type RunSummary } from '../../../shared/run/summary.ts';

const noPlans = { experiment: '', tiers: [] };

/** What a customer gets, by the plans that the run carries: another plan changes no customer's item. */
export const tierService = (run: Run, { tier, segment, control }: CustomerState) =>
  serviceFor(parseRunSummary(run).service ?? noPlans, { tier, segment: String(segment), control: control === true });

/** What customers of a tier get, what they cost and bring, and what came of it; null of what the run does not know. */
export function tierServiceFields({ service, cost_benefit, uplift }: RunSummary, name: string) {
  const plan = of(name, service?.tiers);
  return {
    service: plan?.service ?? null,
    service_by_segment: plan?.segments ?? [],
    cost_benefit: of(name, cost_benefit?.tiers),
    uplift: of(name, uplift?.tiers),
  };
}

/** The times that the figures of all tiers are of. */
export function servicePeriods({ cost_benefit, uplift }: RunSummary) {
  return {
    cost_benefit: cost_benefit && {
      previous_run_id: cost_benefit.previous_run_id,
      recent: cost_benefit.recent,
      year_ago: cost_benefit.year_ago,
    },
    uplift: uplift && { experiment: uplift.experiment, since: uplift.since, reason: uplift.reason },
  };
}

const of = <Named extends { tier: string }>(name: string, tiers: readonly Named[] = []): Named | null =>
  tiers.find(({ tier }) => tier === name) ?? null;
