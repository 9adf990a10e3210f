import type { CustomerState } from '../../../shared/adapters/tables/customer-table.ts';
import type { Run } from '../../../shared/adapters/tables/run-table.ts';
import { serviceFor } from '../../../shared/domain/tiers/service/service.ts';
import { parseRunSummary, type RunSummary } from '../../../shared/run/summary.ts';

const noPlans = { experiment: '', tiers: [] };

/** A customer's service, from the plans in the run's summary; so a changed plan does not rewrite customers' items. */
export const tierService = (run: Run, { tier, segment, control }: CustomerState) =>
  serviceFor(parseRunSummary(run).service ?? noPlans, { tier, segment: String(segment), control: control === true });

/** A tier's service plan, cost and benefit, and uplift; null where the run has no figures. */
export function tierServiceFields({ service, cost_benefit, uplift }: RunSummary, name: string) {
  const plan = findTier(name, service?.tiers);
  return {
    service: plan?.service ?? null,
    service_by_segment: plan?.segments ?? [],
    cost_benefit: findTier(name, cost_benefit?.tiers),
    uplift: findTier(name, uplift?.tiers),
  };
}

/** The periods of the figures of all tiers. */
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

const findTier = <Named extends { tier: string }>(name: string, tiers: readonly Named[] = []): Named | null =>
  tiers.find(({ tier }) => tier === name) ?? null;
