import { createHash } from 'node:crypto';
import { z } from 'zod';
import { PolicyError } from '../../errors.ts';
import { isTimeZone } from '../calendar/time-zone.ts';
import { classPolicySchema } from '../classification/classifications.ts';
import { clusterPolicySchema } from '../clusters/model/cluster-policy.ts';
import { featurePolicySchema } from '../features/feature-policy.ts';
import { mapDatasets } from '../intake/datasets/datasets.ts';
import { readingSchema } from '../intake/reading.ts';
import { callingCodes } from '../intake/vocabulary/calling-codes.ts';
import { lifetimeValuePolicySchema } from '../lifetime-value/lifetime-value-policy.ts';
import { gateSchema } from '../quality/gate.ts';
import { rfmPolicySchema } from '../rfm/rfm-policy.ts';
import { movementPolicySchema } from '../tiers/movement/movement-policy.ts';
import { tierFaults, tierFields, withPreset } from '../tiers/ranking/tier-policy.ts';
import { valueScorePolicySchema } from '../tiers/ranking/value-score.ts';
import { holdOutFaults, holdOutPolicySchema } from '../tiers/service/hold-out.ts';
import { servicePlanFaults } from '../tiers/service/service-plan.ts';
import { columnsSchema, currencySchema, feedbackSchema, privacySchema, statusesSchema } from './export-policy.ts';
import { describeIssues } from './key-suggestions.ts';
import { missingCustomersSchema } from './missing-customers-policy.ts';
import { retentionPolicySchema } from './retention-policy.ts';

const fields = z.strictObject({
  timeZone: z
    .string()
    .refine(isTimeZone, 'must be an IANA time zone such as Asia/Shanghai')
    .default('UTC')
    .describe('IANA time zone for dates, and for times without an offset'),
  columns: columnsSchema,
  reading: z
    .strictObject(mapDatasets(() => readingSchema.optional()))
    .prefault({})
    .describe("How to read each dataset's files where detection goes wrong"),
  currency: currencySchema,
  statuses: statusesSchema,
  privacy: privacySchema,
  feedback: feedbackSchema,
  dayFirst: z
    .boolean()
    .default(false)
    .describe('Whether `1/2/2026` is 1 February, for columns whose values leave it open'),
  dateFormats: z
    .array(z.string().regex(/%[yY]/, 'must be a strptime pattern such as %d.%m.%y'))
    .default([])
    .describe(
      'strptime patterns of dates that Strata does not read, or reads in the wrong order, such as `%y/%m/%d`; they precede all others in the columns that have them',
    ),
  country: z
    .enum(Object.keys(callingCodes) as [string, ...string[]])
    .nullable()
    .default(null)
    .describe(
      'ISO 3166 country of telephone numbers without a calling code, where they identify customers; null leaves them as they are',
    ),
  windowMonths: z
    .number()
    .int()
    .positive()
    .nullable()
    .default(null)
    .describe('Length in months of the window up to `as_of` that RFM covers; null for all history'),
  timeUnit: z.enum(['day', 'week']).default('week').describe('Unit of `x`, `t_x` and `t`'),
  features: featurePolicySchema,
  lifetimeValue: lifetimeValuePolicySchema,
  model: z
    .enum(['fitted', 'frozen'])
    .default('fitted')
    .describe('`fitted` fits the model in every run; `frozen` reuses the model of the current run and measures drift'),
  rfm: rfmPolicySchema,
  classes: classPolicySchema,
  valueScore: valueScorePolicySchema,
  clusters: clusterPolicySchema,
  ...tierFields,
  movement: movementPolicySchema,
  holdOut: holdOutPolicySchema,
  gate: gateSchema,
  publish: z
    .strictObject({
      valueScoreTolerance: z
        .number()
        .min(0)
        .default(1)
        .describe('A value score is published again only after it moves by more than this many points of 100'),
      estimateTolerance: z
        .number()
        .min(0)
        .default(0.25)
        .describe(
          "Estimates are published again only after a probability moves by more than this, expected orders by more than this share of themselves or of one order, or lifetime value by more than this share of itself or of one order's spend",
        ),
      vanished: missingCustomersSchema,
    })
    .prefault({})
    .describe('How far figures may move before they are published again'),
  retention: retentionPolicySchema,
});

/** The policy of a run: all rules and settings, in one JSON file. Unknown keys are rejected. */
export const policySchema = z.preprocess(
  withPreset,
  fields.superRefine((policy, { addIssue }) => {
    for (const { path, message } of [...tierFaults(policy), ...holdOutFaults(policy), ...servicePlanFaults(policy)]) {
      addIssue({ code: 'custom', path, message, input: policy });
    }
  }),
);

export type Policy = z.infer<typeof policySchema>;

/**
 * Validates a policy and fills in the defaults.
 * @param value the parsed file; undefined for the default policy
 * @throws {PolicyError} listing every invalid field
 */
export function parsePolicy(value: unknown): Policy {
  const parsed = policySchema.safeParse(value ?? {});
  if (!parsed.success) throw new PolicyError(`The policy is invalid:\n${describeIssues(parsed.error, policySchema)}`);
  return parsed.data;
}

/** Computes a hash of a policy's content, which does not depend on the order of keys in the file. */
export function policyHash(policy: Policy): string {
  return createHash('sha256').update(JSON.stringify(policy, withSortedKeys)).digest('hex').slice(0, 12);
}

function withSortedKeys(_key: string, value: unknown): unknown {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1))) : value;
}
