import { z } from 'zod';

const text = z.strictObject({ en: z.string().min(1), zh: z.string().min(1) });

const fields = {
  /** What is offered, in English and Chinese. */
  offers: z.array(text).max(20).optional(),
  /** How customers are served: phone, app, store … */
  channel: z.string().min(1).max(100).optional(),
  /** Within how many hours a request is answered. */
  responseHours: z.number().positive().optional(),
  /** Who answers for it. */
  owner: z.string().min(1).max(100).optional(),
  /** What may be spent on one customer in a year, in the policy's currency. */
  budgetPerCustomer: z.number().min(0).optional(),
};

/** What customers of a tier get. Segments may have it otherwise: what they name goes before the tier's own. */
export const servicePlanSchema = z.strictObject({
  ...fields,
  /** Segment → what differs for its customers. */
  segments: z.record(z.string(), z.strictObject(fields)).optional(),
});

export type ServicePlan = z.infer<typeof servicePlanSchema>;
