import * as z from 'zod';
import { exampleOrigin, origin } from '../../domain/run/origin.ts';
import { tierChangeFields } from '../../domain/tiers/movement/tier-change.ts';
import { serviceSchema } from '../../domain/tiers/service/service.ts';
import type { Route } from '../route.ts';
import { customerId, customerIdInPath, shownId } from './customer-id.ts';
import { overrideInForce, overrides } from './overrides.ts';

const placed = {
  customer_id: shownId,
  tier: z.string().meta({ description: 'Name of the tier in the policy', examples: ['gold'] }),
  previous_tier: z.string().nullable().meta({ description: 'The tier before this one; null for a first tier' }),
  tier_since: z.iso.date().meta({ description: 'The date the customer entered this tier' }),
  tier_reason: z.string().meta({ description: 'Why the customer is in this tier, in English' }),
  tier_reason_zh: z.string().meta({ description: 'Why the customer is in this tier, in Chinese' }),
  value_score: z.number().meta({ description: 'Weighted mean of percentile ranks, 0 to 100' }),
  segment: z.string().meta({ description: 'Name of the RFM segment', examples: ['Champions'] }),
  missing_since: z.iso.date().nullish().meta({
    description:
      'For a missing customer: the `as_of` of the first run without them; tier and all other fields stay as last published. Otherwise null',
  }),
  control: z
    .boolean()
    .meta({ description: 'Whether the customer is in the control group and does not get the service plan' }),
};

export const examplePlaced = {
  customer_id: '17850',
  tier: 'gold',
  previous_tier: 'silver',
  tier_since: '2026-08-31',
  tier_reason:
    'Gold: value score 88.4 of 100 is at or above the line of 80.1; spent 2310.40 in 12 order(s), last purchase 9 day(s) before 2026-08-31',
  tier_reason_zh:
    '金卡：价值分 88.4（满分 100）达到或高于分界线 80.1；12 笔订单共消费 2310.40，最近一次购买在 2026-08-31 之前 9 天',
  value_score: 88.4,
  segment: 'Champions',
  missing_since: null,
  control: false,
};

/** A published customer: the documented fields, and every other published column of the run. */
export const customerState = z.looseObject(placed).meta({
  id: 'CustomerState',
  description: 'A customer as published by the run: these members and every other published column of `customers.csv`',
  examples: [{ ...examplePlaced, segment_zh: '冠军', rfm: '555', orders: 12, monetary_total: 2310.4, region: 'North' }],
});

const tierChange = z
  .looseObject({
    run_id: z.string().meta({ description: 'The run that changed the tier' }),
    as_of: z.iso.date().meta({ description: 'The `as_of` date of that run' }),
    ...tierChangeFields,
    from_since: tierChangeFields.from_since.meta({ description: 'The date the customer entered the previous tier' }),
    cause: tierChangeFields.cause.meta({
      description:
        'The main cause, found by re-evaluating the customer with the inputs of the previous run; null for a missing customer who returned',
    }),
  })
  .meta({ id: 'TierChange', description: 'A tier change and its cause' });

export const exampleChange = {
  ...exampleOrigin,
  from: 'silver',
  from_since: '2026-03-31',
  to: 'gold',
  cause: 'behaviour changed',
  reason: examplePlaced.tier_reason,
  reason_zh: examplePlaced.tier_reason_zh,
};

export const history = z.array(tierChange).meta({ description: 'Tier changes, newest first' });

const reason = z.string().nullable();

const customer = z
  .looseObject({
    ...placed,
    override: overrides,
    service: serviceSchema
      .nullable()
      .meta({ description: 'Service plan of the customer; null without one and for control customers' }),
    control_reason: reason.meta({
      description: 'Why the customer does not get the service plan, in English; null outside the control group',
    }),
    control_reason_zh: reason.meta({ description: 'The same in Chinese' }),
    ...origin,
    history,
  })
  .meta({
    id: 'Customer',
    description: 'All published data of a customer',
    examples: [
      {
        ...examplePlaced,
        override: { in_force: null, waiting: null },
        service: {
          offers: [{ en: 'Free shipping', zh: '包邮' }],
          ...{ channel: 'phone', response_hours: 4, owner: 'Service desk', budget_per_customer: 20 },
        },
        control_reason: null,
        control_reason_zh: null,
        ...exampleOrigin,
        history: [exampleChange],
      },
    ],
  });

const customerTier = z.strictObject({ ...placed, override: overrideInForce, ...origin }).meta({
  id: 'CustomerTier',
  description: "A customer's tier and its reason",
  examples: [{ ...examplePlaced, override: null, ...exampleOrigin }],
});

const customerHistory = z.strictObject({ customer_id: shownId, ...origin, history }).meta({
  id: 'CustomerHistory',
  description: "A customer's tier changes",
  examples: [{ customer_id: '17850', ...exampleOrigin, history: [exampleChange] }],
});

/** Maximum number of customers per request. */
const BATCH_LIMIT = 100;

const batchRequest = z
  .strictObject({ ids: z.array(customerId).min(1).max(BATCH_LIMIT) })
  .meta({ id: 'BatchRequest', examples: [{ ids: ['17850', '顾客/7', 'nobody'] }] });

const batch = z
  .strictObject({
    ...origin,
    customers: z.array(customerState).meta({ description: 'In request order, without ids that were not found' }),
    missing: z.array(z.string()).meta({ description: 'Ids that no customer of the run has, in request order' }),
  })
  .meta({
    id: 'Batch',
    examples: [{ ...exampleOrigin, customers: [examplePlaced], missing: ['nobody'] }],
  });

export const unknown = ['customer-not-found', 'no-run-yet', 'try-again'] as const;

export const customerRoutes = [
  {
    method: 'GET',
    path: '/v1/customers/{id}',
    scope: 'tiers/read',
    handler: 'query',
    operation: 'getCustomer',
    summary: 'All published data of a customer',
    parameters: { id: customerIdInPath },
    response: { status: 200, schema: customer },
    problems: unknown,
  },
  {
    method: 'GET',
    path: '/v1/customers/{id}/tier',
    scope: 'tiers/read',
    handler: 'query',
    operation: 'getCustomerTier',
    summary: "A customer's tier, small and cacheable",
    description:
      'Cache the response as long as `Cache-Control` allows, then revalidate with its `ETag` in `If-None-Match`: 304 means that it is unchanged.',
    parameters: { id: customerIdInPath },
    response: { status: 200, schema: customerTier, cacheable: true },
    problems: unknown,
  },
  {
    method: 'GET',
    path: '/v1/customers/{id}/history',
    scope: 'tiers/read',
    handler: 'query',
    operation: 'getCustomerHistory',
    summary: "A customer's tier changes, newest first",
    parameters: { id: customerIdInPath },
    response: { status: 200, schema: customerHistory },
    problems: unknown,
  },
  {
    method: 'POST',
    path: '/v1/customers/batch',
    scope: 'tiers/read',
    handler: 'query',
    operation: 'getCustomers',
    summary: `Up to ${BATCH_LIMIT} customers in one request`,
    body: batchRequest,
    response: { status: 200, schema: batch },
    problems: ['no-run-yet', 'try-again'],
  },
] as const satisfies readonly Route[];
