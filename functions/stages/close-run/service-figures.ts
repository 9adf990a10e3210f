import { z } from 'zod';
import type { Database } from '../../../shared/adapters/duckdb/duckdb.ts';
import { type Relation, withRelations } from '../../../shared/adapters/duckdb/relation.ts';
import type { Run } from '../../../shared/adapters/tables/run-table.ts';
import { daysBefore, oneYearBefore } from '../../../shared/domain/calendar/days.ts';
import type { Policy } from '../../../shared/domain/policy/policy.ts';
import {
  type CostBenefit,
  hasHistoryFrom,
  type Retained,
  tierFigures,
  tierFiguresSchema,
} from '../../../shared/domain/tiers/service/cost-benefit.ts';
import { emptyGroup, estimateUplift, type Uplifts } from '../../../shared/domain/tiers/service/uplift.ts';
import { parseRunSummary } from '../../../shared/run/summary.ts';
import costBenefitSql from './cost-benefit.sql';
import sincePreviousRunSql from './since-previous-run.sql';

const count = z.number();
const tierSums = z.object({
  ...{ tier: z.string(), customers: count, control: count, budget: count.nullable(), monetary_total: count },
  ...{ spend_recent: count, spend_year_ago: count, satisfaction: count.nullable(), answered: count },
  ...{ clv: count, clv_of_budget: count, first_order_on: z.string().nullable() },
});
const sinceRow = z.object({
  ...{ tier: z.string(), control: z.boolean(), customers: count, bought: count, spend: count, spend_squares: count },
});
type SinceRow = z.infer<typeof sinceRow>;

/** The run being closed and the previous one. */
export interface Runs {
  policy: Policy;
  /** Names, highest first. */
  tiers: readonly string[];
  asOf: string;
  previous: Run | undefined;
}

/** Computes cost and benefit of the tiers, and the uplift since the previous run. @param facts see `facts.sql` */
export async function serviceFigures(
  database: Database,
  facts: Relation,
  runs: Runs,
): Promise<{ cost_benefit: CostBenefit; uplift: Uplifts }> {
  const { asOf, previous } = runs;
  const reason = !previous?.as_of ? 'no run before' : previous.as_of >= asOf ? 'no day since the run before' : null;
  const sql = withRelations(sincePreviousRunSql, { facts });
  const since = reason === null ? await database.rows(sql, sinceRow) : [];
  const uplift = { ...uplifts(since, previous), reason };
  return { cost_benefit: await costBenefit(database, facts, runs, reason === null ? since : null), uplift };
}

async function costBenefit(
  database: Database,
  facts: Relation,
  { policy, tiers, asOf, previous }: Runs,
  since: readonly SinceRow[] | null,
): Promise<CostBenefit> {
  const sums = await database.rows(withRelations(costBenefitSql, { facts }), tierSums);
  const daysUpTo = (to: string) => ({ from: daysBefore(to, policy.features.trendDays - 1), to });
  const yearAgo = daysUpTo(oneYearBefore(asOf));
  const before = previous && parseRunSummary(previous).cost_benefit;
  const figures = tierFigures(tiers, sums, {
    yearAgoFrom: yearAgo.from,
    horizonMonths: policy.lifetimeValue.horizonMonths,
    retained: since && retention(since),
  });
  return {
    previous_run_id: previous?.run_id ?? null,
    recent: daysUpTo(asOf),
    year_ago: hasHistoryFrom(yearAgo.from, sums) ? yearAgo : null,
    tiers: figures.map((each) => {
      const same = before?.tiers.find(({ tier }) => tier === each.tier);
      return { ...each, previous: same ? tierFiguresSchema.parse(same) : null };
    }),
  };
}

function retention(since: readonly SinceRow[]): Map<string, Retained> {
  const byTier = Map.groupBy(since, ({ tier }) => tier);
  const sum = (rows: readonly SinceRow[], figure: 'customers' | 'bought') =>
    rows.reduce((total, row) => total + row[figure], 0);
  return new Map(
    [...byTier].map(([tier, rows]) => [tier, { customers: sum(rows, 'customers'), bought: sum(rows, 'bought') }]),
  );
}

/** Uplift of the tiers of the previous run, in its order. */
function uplifts(since: readonly SinceRow[], previous: Run | undefined): Omit<Uplifts, 'reason'> {
  const before = previous && parseRunSummary(previous);
  const findGroup = (tier: string, control: boolean) =>
    since.find((row) => row.tier === tier && row.control === control) ?? emptyGroup;
  return {
    experiment: before?.service?.experiment ?? null,
    since: previous?.as_of ?? null,
    tiers: (since.length > 0 && before ? before.tiers : []).map(({ tier }) => ({
      tier,
      ...estimateUplift(findGroup(tier, false), findGroup(tier, true)),
    })),
  };
}
