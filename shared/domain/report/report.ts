import * as z from 'zod';
import { driftSchema } from '../drift/drift.ts';
import { findingSchema, verdictSchema } from '../quality/gate.ts';

const count = z.number();
const share = z.number();
const label = z.object({ en: z.string(), zh: z.string() });
const counted = { customers: count, monetary_total: z.number() };
/** Customers and spend of cells that have too few customers to be shown one by one; null if there are none. */
const merged = z.object({ customers: count, cells: count }).nullable();
const interval = z.object({ difference: z.number(), low: z.number(), high: z.number() }).nullable();
const groupOutcome = z.object({ customers: count, bought_share: z.number().nullable() });

/** A tier, or neighbouring tiers shown as one because one of them has fewer than 5 customers; `key` names it everywhere. */
const tier = z.object({ key: z.string(), label });

const flow = z.object({
  /** The two runs, by `as_of`. */
  from_run: z.string(),
  to_run: z.string(),
  /** `from` is null for new customers, `to` for missing ones. */
  cells: z.array(z.object({ from: z.string().nullable(), to: z.string().nullable(), customers: count })),
  merged,
});

const backtestGroup = z.object({
  ...{ customers: count, predicted_orders: z.number(), actual_orders: z.number(), naive_orders: z.number() },
  ...{ predicted_spend: z.number(), actual_spend: z.number(), naive_spend: z.number() },
});

const column = z.object({
  column: z.string(),
  header: z.string(),
  /** Shares of rows from 0 to 1; null if there is nothing to take a share of. */
  completeness: share.nullable(),
  validity: share.nullable(),
});

const upload = z.object({
  file: z.string(),
  dataset: z.string().nullable(),
  status: z.string(),
  ...{ rows: count, kept: count, duplicates: count, filtered: count, quarantined: count },
  reasons: z.record(z.string(), count),
  /** For rejected uploads. */
  message: z.string().nullable(),
  columns: z.array(column),
});

/**
 * The report of a run (`report.json`): sums over customers, never a customer, and no sum of fewer than 5 customers. Parts that
 * the run cannot fill are null. Shares are from 0 to 1, money is in `currency`.
 */
export const reportSchema = z.object({
  run_id: z.string(),
  as_of: z.string(),
  written_at: z.string(),
  currency: z.string().nullable(),
  /** All customers of the run. Below 5, all parts about customers are null or empty. */
  customers: count,
  totals: z
    .object({
      buyers: count,
      new_customers: count,
      moved_customers: count,
      monetary_total: z.number(),
      clv: z.number(),
    })
    .nullable(),
  verdict: z.object({
    gate: z.object({ verdict: verdictSchema, findings: z.array(findingSchema) }),
    drift: driftSchema.nullable(),
    /** The run that clusters, lines and models were fitted in, if not this one. */
    frozen_since: z.string().nullable(),
    forecast: z
      .object({
        cut: z.string(),
        method: z.string(),
        predicted_orders: z.number(),
        actual_orders: z.number(),
        naive_orders: z.number(),
      })
      .nullable(),
    no_forecast: z.string().nullable(),
    rejected_uploads: count,
  }),
  /** Highest first. */
  tiers: z.array(tier.extend({ ...counted, customer_share: share, spend_share: share })),
  movement: z
    .object({
      /** All tiers that occur, highest first. */
      tiers: z.array(tier),
      /** The runs shown, oldest first, at most six, with the size of each tier. */
      runs: z.array(
        z.object({
          as_of: z.string(),
          customers: count,
          tiers: z.array(z.object({ key: z.string(), customers: count })),
        }),
      ),
      flows: z.array(flow),
      /** Why customers changed tier with this run. */
      causes: z.array(z.object({ from: z.string(), to: z.string(), cause: z.string(), customers: count })),
      merged_causes: merged,
      policy_changes: count,
    })
    .nullable(),
  /** Demotions by review if nothing changes. */
  outlook: z
    .object({
      demotions: z.array(z.object({ on: z.string(), from: z.string(), to: z.string(), customers: count })),
      merged,
    })
    .nullable(),
  rfm: z
    .object({
      bins: count,
      buyers: count,
      cells: z.array(z.object({ r: count, f: count, ...counted, segment: z.string() })),
      merged,
      segments: z.array(z.object({ segment: z.string(), label, ...counted })),
    })
    .nullable(),
  concentration: z
    .object({
      /** Points of the Lorenz curve from the customers with the highest spend on. */
      curve: z.array(z.object({ customers: share, spend: share })),
      gini: z.number(),
      /** Groups of equally many customers, those with the highest spend first: ten, or fewer of few customers. */
      groups: z.array(z.object({ customers: share, spend: share })),
    })
    .nullable(),
  service: z
    .object({
      recent: z.object({ from: z.string(), to: z.string() }),
      year_ago: z.object({ from: z.string(), to: z.string() }).nullable(),
      horizon_months: count,
      tiers: z.array(
        tier.extend({
          customers: count,
          budget: z.number().nullable(),
          spend_recent: z.number(),
          spend_year_ago: z.number().nullable(),
          bought_since: share.nullable(),
          satisfaction: z.number().nullable(),
          clv: z.number(),
        }),
      ),
    })
    .nullable(),
  uplift: z
    .object({
      experiment: z.string(),
      since: z.string(),
      tiers: z.array(
        tier.extend({
          treated: groupOutcome,
          control: groupOutcome,
          spend: interval,
          bought: interval,
          reason: z.string().nullable(),
        }),
      ),
    })
    .nullable(),
  no_uplift: z.string().nullable(),
  lifetime_value: z
    .object({
      horizon_months: count,
      method: z.string(),
      /** Mean CLV of the customers who have one, with the mean ends of their 95 % intervals. */
      tiers: z.array(tier.extend({ customers: count, mean: z.number(), low: z.number(), high: z.number() })),
    })
    .nullable(),
  backtest: z.object({ cut: z.string(), deciles: z.array(backtestGroup) }).nullable(),
  no_backtest: z.string().nullable(),
  clusters: z
    .object({
      algorithm: z.string(),
      k: count,
      silhouette: z.number().nullable(),
      groups: z.array(
        z.object({
          cluster: z.number(),
          label,
          share,
          /** On the plane. */
          x: z.number(),
          y: z.number(),
          rules: z.array(z.object({ en: z.string(), zh: z.string(), precision: z.number(), recall: z.number() })),
        }),
      ),
      /** Customers of the sample by cluster and square of the plane; squares of too few customers are left out. */
      squares: z.array(z.object({ cluster: z.number(), x: z.number(), y: z.number(), customers: count })),
      square_size: z.number(),
      left_out: count,
      variance_share: share,
    })
    .nullable(),
  quality: z.object({
    totals: z.record(z.string(), z.number()),
    /** Those with most rejected rows first, at most 40. */
    uploads: z.array(upload),
    further_uploads: count,
    reasons: z.record(z.string(), count),
  }),
  cohorts: z
    .array(
      z.object({
        /** First and last month of the cohort, YYYY-MM. */
        from: z.string(),
        to: z.string(),
        customers: count,
        bought_again: count,
      }),
    )
    .nullable(),
  /** Purchases of the last months by tier; `key` is null for tiers with fewer than 5 buyers in the month. */
  months: z
    .array(
      z.object({
        month: z.string(),
        tiers: z.array(z.object({ key: z.string().nullable(), customers: count, orders: count, spend: z.number() })),
      }),
    )
    .nullable(),
});

export type Report = z.infer<typeof reportSchema>;
export type ReportTier = z.infer<typeof tier>;
