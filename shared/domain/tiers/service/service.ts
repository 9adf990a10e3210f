import * as z from 'zod';

/** The service that a customer gets. Null for what the plan does not define. */
export const serviceSchema = z.object({
  offers: z.array(z.object({ en: z.string(), zh: z.string() })),
  channel: z.string().nullable(),
  response_hours: z.number().nullable(),
  owner: z.string().nullable(),
  budget_per_customer: z.number().nullable(),
});

export type Service = z.infer<typeof serviceSchema>;

const service = serviceSchema.nullable();

/** The service plans of a run, by tier and segment, and the experiment that selects its control group. */
export const runServiceSchema = z.object({
  experiment: z.string(),
  tiers: z.array(
    z.object({ tier: z.string(), service, segments: z.array(z.object({ segment: z.string(), service })) }),
  ),
});

export type RunService = z.infer<typeof runServiceSchema>;

/** Returns the service of a customer under a run's plans; for the control group, null and the reason. */
export function serviceFor(
  { experiment, tiers }: RunService,
  { tier, segment, control }: { tier: string; segment: string; control: boolean },
) {
  if (control) return { control, ...controlReasons(experiment), service: null };
  const plan = tiers.find((each) => each.tier === tier);
  const segmentPlan = plan?.segments.find((each) => each.segment === segment);
  return { control, control_reason: null, control_reason_zh: null, service: (segmentPlan ?? plan)?.service ?? null };
}

const controlReasons = (experiment: string) => ({
  control_reason: `In the control group of the experiment "${experiment}": in the tier but without its service, so that the effect of the service can be measured`,
  control_reason_zh: `实验“${experiment}”的对照组：属于该等级，但不享受其服务，以便衡量服务的效果`,
});
