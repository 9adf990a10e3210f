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

/** What customers of a tier and segment get: what the segment's plan says, else what the tier's does; null without any. */
export function selectService({ service }: { service?: ServicePlan | undefined }, segment?: string): Service | null {
  const { segments = {}, ...ofTier } = service ?? {};
  const ofSegment = segment !== undefined && Object.hasOwn(segments, segment) ? segments[segment] : undefined;
  const plan = { ...ofTier, ...ofSegment };
  if (Object.keys(plan).length === 0) return null;
  return {
    offers: plan.offers ?? [],
    channel: plan.channel ?? null,
    response_hours: plan.responseHours ?? null,
    owner: plan.owner ?? null,
    budget_per_customer: plan.budgetPerCustomer ?? null,
  };
}

interface Planned {
  tiers: readonly { name: string; service?: ServicePlan | undefined }[];
}

/** The plan of every tier, and of the segments that have one of their own in it. */
export const servicePlans = ({ tiers }: Planned): RunService['tiers'] =>
  tiers.map((tier) => ({
    tier: tier.name,
    service: selectService(tier),
    segments: Object.keys(tier.service?.segments ?? {}).map((segment) => ({
      segment,
      service: selectService(tier, segment),
    })),
  }));

/** Every answer about a customer is made from the plans of the run, so they have to be small. */
const MAX_BYTES = 32_000;

/** Plans for segments that the policy's map does not have, and plans that are too long together. */
export function servicePlanFaults({ tiers, rfm }: Planned & { rfm: RfmPolicy }) {
  const known = [...policySegments(rfm).map(({ name }) => name), noPurchase.name];
  const faults = tiers.flatMap(({ service }, index) =>
    Object.keys(service?.segments ?? {})
      .filter((segment) => !known.includes(segment))
      .map((segment) => ({
        path: ['tiers', index, 'service', 'segments', segment],
        message: `is none of the segments ${known.join(', ')}`,
      })),
  );
  const bytes = Buffer.byteLength(JSON.stringify(servicePlans({ tiers })));
  if (bytes <= MAX_BYTES) return faults;
  const message = `have service plans of ${bytes} bytes, offers and segments counted in full: shorten them to ${MAX_BYTES}`;
  return [...faults, { path: ['tiers'], message }];
}
