import type { MovementPolicy } from '../../../../shared/domain/tiers/movement/movement-policy.ts';
import type { Row } from '../../services.ts';
import { moved, projectedDemotion } from '../assign-tiers/movement-by-hand.ts';

const names = ['VIP', 'gold', 'silver', 'standard'];
const rankOf = (tier: string) => names.indexOf(tier);

/** A customer's tier at once, the projected demotion, and the tier by the lines with the margin. */
export interface Next {
  customer_id: string;
  from: string;
  to: string;
  kept: string;
  ruled: string;
  forced: (tier: string) => string;
  demotion_on: string | null;
  demotion_to: string | null;
}

/**
 * The result of the next run for unchanged customers, by shares of a list sorted by spend, one customer at a time. Overrides
 * stay in force and project nothing.
 * @param run the rows of the previous run
 */
export function nextRun(run: readonly Row[], shares: readonly number[], rules: MovementPolicy, asOf: string): Next[] {
  const spends = run
    .filter(({ orders }) => orders > 0)
    .map(({ monetary_total }) => Number(monetary_total))
    .toSorted((a, b) => b - a);
  const lines = shares.map((_, at) => {
    const share = shares.slice(0, at + 1).reduce((sum, each) => sum + each, 0);
    return spends[Math.ceil(Number((share * spends.length).toFixed(6))) - 1] ?? 0;
  });
  const reached = (spend: number, eased: number) => {
    const rank = lines.findIndex((line) => spend >= line * (1 - eased));
    return rank < 0 ? lines.length : rank;
  };
  return run.map((row) => {
    const spend = Number(row.monetary_total);
    const seen = {
      customer_id: row.customer_id,
      earned: reached(spend, 0),
      kept: reached(spend, rules.margin.share),
      tenure_days: row.tenure_days ?? Number.POSITIVE_INFINITY,
      recency_days: row.recency_days ?? Number.NEGATIVE_INFINITY,
    };
    const held = {
      ...{ customer_id: row.customer_id, rank: rankOf(row.ruled_tier), runs_below: row.runs_below },
      counted_on: row.counted_on,
    };
    const after = moved(seen, held, rules, asOf, names.length);
    const [on, rank] = row.override_kind ? [null, null] : projectedDemotion(seen, after, rules, asOf, names.length);
    const forced = (tier: string) => forcedTo(tier, row);
    const ruled = names[after.rank] ?? '';
    return {
      ...{
        customer_id: row.customer_id,
        from: row.tier,
        to: forced(ruled),
        ruled,
        kept: names[seen.kept] ?? '',
        forced,
      },
      demotion_on: on,
      demotion_to: rank === null ? null : (names[rank] ?? null),
    };
  });
}

function forcedTo(tier: string, { override_kind, override_tier }: Row): string {
  if (override_kind === 'pin') return override_tier;
  const lower = rankOf(tier) > rankOf(override_tier) ? tier : override_tier;
  return override_kind === 'ceiling' ? lower : tier;
}

/** A customer's tier once no demotion is projected any more. */
export const inTheEnd = ({ ruled, kept, forced }: Next): string => forced(rankOf(kept) > rankOf(ruled) ? kept : ruled);
