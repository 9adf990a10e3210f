import * as z from 'zod';
import { exampleOrigin, origin } from '../../domain/run/origin.ts';
import { causeCount, movementCell, projectedDemotion } from '../../domain/tiers/movement/movement-counts.ts';
import { costBenefitSchema } from '../../domain/tiers/service/cost-benefit.ts';
import { runServiceSchema } from '../../domain/tiers/service/service.ts';
import { upliftSchema } from '../../domain/tiers/service/uplift.ts';
import { nextCursor, pageQuery } from '../paging.ts';
import type { Route } from '../route.ts';
import { customerState } from './customers.ts';
import { exampleTiers } from './example-tiers.ts';

const share = z.number().min(0).max(1).nullable();
const customers = z.int().min(0);
const group = {
  customers,
  monetary_total: z.number().meta({ description: 'Spend in the window, net of returns' }),
  share: share.meta({ description: 'Share of all customers, 0 to 1' }),
  revenue_share: z.number().nullable().meta({ description: 'Share of total spend; null if there is none' }),
};
const exampleGroup = { customers: 750, monetary_total: 1733400.5, share: 0.15, revenue_share: 0.31 };

const tierName = z
  .string()
  .min(1)
  .max(200)
  .meta({ description: 'Name of the tier in the policy', examples: ['gold'] });

const plan = runServiceSchema.shape.tiers.element.shape;
const { tiers: costBenefit, ...costBenefitOf } = costBenefitSchema.shape;
const { tiers: uplift, ...upliftOf } = upliftSchema.shape;

const tiers = z
  .strictObject({
    ...origin,
    tiers: z
      .array(
        z.looseObject({
          tier: tierName,
          label_en: z.string(),
          label_zh: z.string(),
          ...group,
          service: plan.service.meta({ description: 'Service plan of the tier; null without one' }),
          service_by_segment: plan.segments.meta({ description: 'Service plans of segments that differ' }),
          cost_benefit: costBenefit.element
            .nullable()
            .meta({ description: 'Cost and benefit figures; docs/service-plans.md defines each' }),
          uplift: uplift.element
            .nullable()
            .meta({ description: 'Difference between treated and control customers since the previous run' }),
        }),
      )
      .meta({ description: 'Highest first' }),
    cost_benefit: z.object(costBenefitOf).nullable().meta({ description: 'The periods that the figures cover' }),
    uplift: z.object(upliftOf).nullable().meta({ description: 'The experiment and its start' }),
  })
  .meta({ id: 'Tiers', examples: [exampleTiers] });

const segments = z
  .strictObject({
    ...origin,
    segments: z
      .array(z.looseObject({ segment: z.string(), segment_zh: z.string(), ...group }))
      .meta({ description: 'Largest first' }),
  })
  .meta({
    id: 'Segments',
    examples: [{ ...exampleOrigin, segments: [{ segment: 'Champions', segment_zh: '冠军', ...exampleGroup }] }],
  });

const clusters = z
  .strictObject({
    ...origin,
    algorithm: z.string(),
    k: z.int().min(0),
    inertia: z.number().nullable().meta({ description: 'Within-cluster sum of squares, in scaled features' }),
    silhouette: z.number().nullable().meta({ description: 'Mean silhouette, -1 to 1' }),
    clusters: z
      .array(z.strictObject({ cluster: z.int(), name_en: z.string(), name_zh: z.string(), customers, share }))
      .meta({ description: 'By value, highest first; -1 holds customers outside every cluster' }),
  })
  .meta({
    id: 'Clusters',
    examples: [
      {
        ...exampleOrigin,
        algorithm: 'k-means',
        k: 2,
        inertia: 4120.7,
        silhouette: 0.46,
        clusters: [
          { cluster: 0, name_en: 'often, high spend', name_zh: '高频高消费', customers: 1800, share: 0.36 },
          { cluster: 1, name_en: 'infrequent, low spend', name_zh: '低频低消费', customers: 3200, share: 0.64 },
        ],
      },
    ],
  });

const movement = z
  .strictObject({
    ...origin,
    previous_run_id: z.string().nullable().meta({ description: 'The previous run; null for the first run' }),
    movement: z
      .array(
        movementCell.extend({
          from: movementCell.shape.from.meta({ description: 'Tier in the previous run; null for new customers' }),
          to: movementCell.shape.to.meta({ description: 'Tier in this run; null for missing customers' }),
        }),
      )
      .meta({ description: 'The movement matrix, without empty cells' }),
    causes: z.array(causeCount).meta({ description: 'Tier changes by main cause' }),
    foretold: z.array(projectedDemotion).meta({ description: 'Projected demotions by date, if nothing changes' }),
  })
  .meta({
    id: 'Movement',
    examples: [
      {
        ...exampleOrigin,
        previous_run_id: '20260801T030003871Z-02c1e6aa',
        movement: [
          { from: 'silver', to: 'gold', customers: 41 },
          { from: 'silver', to: 'silver', customers: 1402 },
          { from: null, to: 'silver', customers: 57 },
        ],
        causes: [{ from: 'silver', to: 'gold', cause: 'behaviour changed', customers: 41 }],
        foretold: [{ on: '2026-10-01', from: 'gold', to: 'silver', customers: 12 }],
      },
    ],
  });

const listing = z
  .strictObject({ ...origin, tier: tierName, customers: z.array(customerState), next_cursor: nextCursor })
  .meta({
    id: 'TierCustomers',
    examples: [
      {
        ...exampleOrigin,
        tier: 'gold',
        customers: customerState.meta()?.examples as object[],
        next_cursor: 'eyJydW4iOiIyMDI2MDkwMVQwMzAwMDQ1MTJaIn0',
      },
    ],
  });

const listingQuery = z.strictObject({
  ...pageQuery,
  segment: z.string().min(1).max(200).optional().meta({ description: 'Only this segment' }),
  region: z.string().min(1).max(200).optional().meta({ description: 'Only this region' }),
  changed_since: z.iso
    .date()
    .optional()
    .meta({ description: 'Only customers who entered the tier on or after this date' }),
});

const runFields = { method: 'GET', scope: 'tiers/read', handler: 'query' } as const;

export const tierRoutes = [
  {
    ...runFields,
    path: '/v1/tiers',
    operation: 'getTiers',
    summary: 'The tiers with their customers, spend, service plan, cost and benefit',
    response: { status: 200, schema: tiers },
    problems: ['no-run-yet', 'try-again'],
  },
  {
    ...runFields,
    path: '/v1/tiers/{tier}/customers',
    operation: 'listTierCustomers',
    summary: "A tier's customers, highest value first",
    description:
      'A listing belongs to one run: once the next run is current, the cursor returns 409. With a filter, a page may hold fewer customers than `limit`, even none, before the end; continue until `next_cursor` is null.',
    parameters: { tier: tierName },
    query: listingQuery,
    response: { status: 200, schema: listing },
    problems: ['no-run-yet', 'tier-not-found', 'listing-outdated', 'try-again'],
  },
  {
    ...runFields,
    path: '/v1/segments',
    operation: 'getSegments',
    summary: 'The segments with their customers and spend',
    response: { status: 200, schema: segments },
    problems: ['no-run-yet', 'try-again'],
  },
  {
    ...runFields,
    path: '/v1/clusters',
    operation: 'getClusters',
    summary: 'The clusters with their names and sizes',
    response: { status: 200, schema: clusters },
    problems: ['no-run-yet', 'try-again'],
  },
  {
    ...runFields,
    path: '/v1/movement',
    operation: 'getMovement',
    summary: 'How many customers moved between which tiers, why, and the projected demotions',
    response: { status: 200, schema: movement },
    problems: ['no-run-yet', 'try-again'],
  },
] as const satisfies readonly Route[];
