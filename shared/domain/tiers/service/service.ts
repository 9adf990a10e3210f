import * as z from 'zod';

/** What a customer gets; null of what the plan does not say. */
export const serviceSchema = z.object({
  offers: z.array(z.object({ en: z.string(), zh: z.string() })),
  channel: z.string().nullable(),
  response_hours: z.number().nullable(),
  owner: z.string().nullable(),
  budget_per_customer: z.number().nullable(),
});

export type Service = z.infer<typeof serviceSchema>;

const service = serviceSchema.nullable();

/** What customers get by tier, and by segments that have it otherwise; and the experiment that keeps some as control. */
export const runServiceSchema = z.object({
  experiment: z.string(),
  tiers: z.array(
    z.object({ tier: z.string(), service, segments: z.array(z.object({ segment: z.string(), service })) }),
  ),
});

export type RunService = z.infer<typeof runServiceSchema>;

/** What a customer gets by the plans of a run, and why nothing where the customer is kept as control. */
export function serviceFor(
  { experiment, tiers }: RunService,
  { tier, segment, control }: { tier: string; segment: string; control: boolean },
) {
  if (control) return { control, ...controlReasons(experiment), service: null };
  const plan = tiers.find((each) => each.tier === tier);
  const own = plan?.segments.find((each) => each.segment === segment);
  return { control, control_reason: null, control_reason_zh: null, service: (own ?? plan)?.service ?? null };
}

const controlReasons = (experiment: string) => ({
  control_reason: `Kept as control of the experiment "${experiment}": in the tier, but without its service, so that its effect can be measured`,
  control_reason_zh: `实验“${experiment}”的对照组：属于该等级，但不享受其服务，以便衡量服务的效果`,
});
