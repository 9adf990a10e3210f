import type { Report } from '../../../shared/domain/report/report.ts';
import { MIN_CUSTOMERS } from '../../../shared/domain/report/small-cells.ts';
import type { RunSummary } from '../../../shared/run/summary.ts';
import type { TierNames } from './tier-names.ts';

/** Cost and benefit of the tiers as shown: tiers that are shown as one are added up. */
export function composeService({ cost_benefit, lifetime_value }: RunSummary, names: TierNames): Report['service'] {
  if (!cost_benefit) return null;
  return {
    recent: cost_benefit.recent,
    year_ago: cost_benefit.year_ago,
    horizon_months: lifetime_value?.horizon_months ?? 12,
    tiers: names.current.map(({ key, label }) => {
      const own = cost_benefit.tiers.filter(({ tier }) => names.keyOf(tier) === key);
      const sum = (figure: (tier: (typeof own)[number]) => number | null | undefined) =>
        own.reduce((total, tier) => total + (figure(tier) ?? 0), 0);
      const isKnown = (figure: (tier: (typeof own)[number]) => unknown) => own.some((tier) => figure(tier) != null);
      const retained = sum(({ retention }) => retention?.customers);
      const answered = sum((tier) => tier.answered);
      return {
        key,
        label,
        customers: sum((tier) => tier.customers),
        budget: isKnown((tier) => tier.budget) ? sum((tier) => tier.budget) : null,
        spend_recent: sum((tier) => tier.spend_recent),
        spend_year_ago: isKnown((tier) => tier.spend_year_ago) ? sum((tier) => tier.spend_year_ago) : null,
        bought_since: retained < MIN_CUSTOMERS ? null : sum(({ retention }) => retention?.bought) / retained,
        satisfaction:
          answered < MIN_CUSTOMERS ? null : sum((tier) => (tier.satisfaction ?? 0) * tier.answered) / answered,
        clv: sum((tier) => tier.clv),
      };
    }),
  };
}

/** The uplift of tiers with enough customers in both groups; of the others only that one cannot tell. */
export function composeUplift({ uplift }: RunSummary, names: TierNames): Report['uplift'] {
  if (!uplift?.experiment || uplift.since === null || uplift.tiers.length === 0) return null;
  return {
    experiment: uplift.experiment,
    since: uplift.since,
    tiers: uplift.tiers.map(({ tier, treated, control, spend, bought, reason }) => {
      const label = names.labelOf(tier);
      const isSmall = Math.min(treated.customers, control.customers) < MIN_CUSTOMERS;
      return {
        key: tier,
        label,
        treated: isSmall ? noOutcome : { customers: treated.customers, bought_share: treated.bought_share },
        control: isSmall ? noOutcome : { customers: control.customers, bought_share: control.bought_share },
        spend: isSmall ? null : spend,
        bought: isSmall ? null : bought,
        reason: isSmall ? (reason ?? `fewer than ${MIN_CUSTOMERS} customers in a group`) : reason,
      };
    }),
  };
}

const noOutcome = { customers: 0, bought_share: null };
