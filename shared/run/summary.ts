import * as z from 'zod';
import type { Run } from '../adapters/tables/run-table.ts';
import { driftSchema } from '../domain/drift/drift.ts';
import { bucketSampleSchema } from '../domain/run/bucket-sample.ts';
import { publicationSchema } from '../domain/run/publication.ts';
import { usageSchema } from '../domain/run/usage.ts';
import { causeCount, movementCell, projectedDemotion } from '../domain/tiers/movement/movement-counts.ts';
import { costBenefitSchema } from '../domain/tiers/service/cost-benefit.ts';
import { runServiceSchema } from '../domain/tiers/service/service.ts';
import { upliftSchema } from '../domain/tiers/service/uplift.ts';

const money = z.coerce.number();

/** The summary that `close-run` stores on a successful run. */
const runSummary = z.looseObject({
  tiers: z.array(
    z.looseObject({
      tier: z.string(),
      label_en: z.string(),
      label_zh: z.string(),
      customers: z.number(),
      monetary_total: money,
      clv: money.default(0),
    }),
  ),
  segments: z.array(
    z.looseObject({ segment: z.string(), segment_zh: z.string(), customers: z.number(), monetary_total: money }),
  ),
  /** The classes of every classification, with their customers. */
  classes: z
    .array(
      z.looseObject({
        classification: z.string(),
        name: z.string(),
        zh: z.string(),
        customers: z.number(),
        monetary_total: money,
      }),
    )
    .default([]),
  clusters: z.looseObject({
    algorithm: z.string(),
    k: z.number(),
    /** Within-cluster sum of squares, and mean silhouette; null if there are no clusters. */
    inertia: z.number().nullable(),
    silhouette: z.number().nullable(),
    /** Cluster labels in the order of `sizes` and `names`; -1 means outside all clusters. */
    labels: z.array(z.number()).optional(),
    sizes: z.array(z.number()),
    names: z.array(z.object({ en: z.string(), zh: z.string() })),
  }),
  /** Expected spend of all customers, the method of the estimate, and its backtest. */
  lifetime_value: z
    .looseObject({
      clv: money,
      horizon_months: z.number(),
      method: z.string(),
      reasons: z.array(z.string()),
      backtest: z
        .looseObject({
          cut: z.string(),
          total: z.looseObject({
            ...{ predicted_orders: money, actual_orders: money, naive_orders: money },
            ...{ predicted_spend: money, actual_spend: money, naive_spend: money },
          }),
        })
        .nullable(),
      no_backtest: z.string().nullable(),
    })
    .nullable()
    .default(null),
  /** The run that each part of the model was fitted in, the drift of a frozen model, and the part of customers it was fitted to if not all. */
  model: z
    .object({
      learnt_in: z.record(z.string(), z.string()),
      drift: driftSchema.nullable(),
      sample: bucketSampleSchema.nullable().default(null),
    })
    .nullable()
    .default(null),
  /** Customers by tier in the previous run (null: new) and in this one (null: missing). */
  movement: z
    .object({
      previous_run_id: z.string().nullable(),
      cells: z.array(movementCell.strip()),
      /** Tier changes by main cause. */
      causes: z.array(causeCount.strip()).default([]),
      /** Projected demotions by review. */
      foretold: z.array(projectedDemotion.strip()).default([]),
    })
    .default({ previous_run_id: null, cells: [], causes: [], foretold: [] }),
  /** Differences from the previous run's policy. */
  policy_changes: z.array(z.object({ field: z.string(), before: z.unknown(), after: z.unknown() })).default([]),
  /** Missing customers; the sizes of tiers and segments exclude them. */
  vanished: publicationSchema.shape.vanished,
  /** Erasures requested before the run, by how they ended in it. */
  erasures: z.object({ completed: z.number(), failed: z.number() }).default({ completed: 0, failed: 0 }),
  /** Usage of the run until `close-run` wrote the summary; null if it was not measured. */
  usage: usageSchema.nullable().default(null),
  service: runServiceSchema.nullable().default(null),
  cost_benefit: costBenefitSchema.nullable().default(null),
  uplift: upliftSchema.nullable().default(null),
});

export type RunSummary = z.infer<typeof runSummary>;

export const parseRunSummary = (run: Run): RunSummary => runSummary.parse(run.summary);
