import { z } from 'zod';
import { noPurchase } from '../../classification/class.ts';
import { policySegments } from '../../rfm/rfm-model.ts';
import type { RfmPolicy } from '../../rfm/rfm-policy.ts';
import type { RunService, Service } from './service.ts';

const text = z.strictObject({ en: z.string().min(1).describe('English'), zh: z.string().min(1).describe('Chinese') });

const fields = {
  offers: z.array(text).max(20).optional().describe('Offers, in English and Chinese'),
  channel: z.string().min(1).max(100).optional().describe('How customers are served: phone, app, store …'),
  responseHours: z.number().positive().max(100_000).optional().describe('Hours within which a request is answered'),
  owner: z.string().min(1).max(100).optional().describe('Who is responsible'),
  budgetPerCustomer: z
    .number()
    .min(0)
    .max(1e9)
    .optional()
    .describe("Annual budget per customer, in the policy's currency"),
};

export const servicePlanSchema = z
  .strictObject({
    ...fields,
    segments: z
      .record(z.string(), z.strictObject(fields))
      .optional()
      .describe('Segment → what differs for its customers'),
  })
  .describe("What customers of a tier get. Values set for a segment override the tier's");

export type ServicePlan = z.infer<typeof servicePlanSchema>;

/** Returns the service of a tier and segment. The segment's values override the tier's; null without any plan. */
export function selectService({ service }: { service?: ServicePlan | undefined }, segment?: string): Service | null {
  const { segments = {}, ...tierPlan } = service ?? {};
  const segmentPlan = segment !== undefined && Object.hasOwn(segments, segment) ? segments[segment] : undefined;
  const plan = { ...tierPlan, ...segmentPlan };
  if (Object.keys(plan).length === 0) return null;
  return {
    offers: plan.offers ?? [],
    channel: plan.channel ?? null,
    response_hours: plan.responseHours ?? null,
    owner: plan.owner ?? null,
    budget_per_customer: plan.budgetPerCustomer ?? null,
  };
}

interface TierPlans {
  tiers: readonly { name: string; service?: ServicePlan | undefined }[];
}

/** Returns the service plan of every tier, and of the segments that differ from their tier. */
export const servicePlans = ({ tiers }: TierPlans): RunService['tiers'] =>
  tiers.map((tier) => ({
    tier: tier.name,
    service: selectService(tier),
    segments: Object.keys(tier.service?.segments ?? {}).map((segment) => ({
      segment,
      service: selectService(tier, segment),
    })),
  }));

/** Every API response about a customer is built from the run's plans, so they must be small. */
const MAX_BYTES = 32_000;

/** Reports plans for segments that the policy does not have, and plans that are too long in total. */
export function servicePlanFaults({ tiers, rfm }: TierPlans & { rfm: RfmPolicy }) {
  const segmentNames = [...policySegments(rfm).map(({ name }) => name), noPurchase.name];
  const faults = tiers.flatMap(({ service }, index) =>
    Object.keys(service?.segments ?? {})
      .filter((segment) => !segmentNames.includes(segment))
      .map((segment) => ({
        path: ['tiers', index, 'service', 'segments', segment],
        message: `is not one of the segments ${segmentNames.join(', ')}`,
      })),
  );
  const bytes = Buffer.byteLength(JSON.stringify(servicePlans({ tiers })));
  if (bytes <= MAX_BYTES) return faults;
  const message = `have service plans of ${bytes} bytes including offers and segments: shorten them to ${MAX_BYTES}`;
  return [...faults, { path: ['tiers'], message }];
}
