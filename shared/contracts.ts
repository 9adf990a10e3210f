import { z } from 'zod';
import { verdictSchema } from './domain/quality/gate.ts';

/** The state's execution, from the Step Functions context object. */
export const execution = z.object({ arn: z.string(), name: z.string(), startedAt: z.iso.datetime({ offset: true }) });
export type Execution = z.infer<typeof execution>;

/** What started the execution: an upload, the monthly schedule, an API request, or the previous execution. */
export const trigger = z.looseObject({
  source: z.string(),
  'detail-type': z.string().optional(),
  /** `as_of` date of the run, YYYY-MM-DD; only in requests. */
  asOf: z.iso.date().optional(),
  /** Whether to ignore gate findings; only in requests. */
  acceptGate: z.boolean().optional(),
});
export type Trigger = z.infer<typeof trigger>;

/** What starts an execution; all but `upload` start a run even without new uploads, and `whatIf` starts none. */
export const source = {
  /** An upload: S3's name in its events. */
  upload: 'aws.s3',
  schedule: 'strata.schedule',
  request: 'strata.api',
  followUp: 'strata.follow-up',
  /** A what-if; the trigger also has `whatIfId`. See the state machine's first Choice state. */
  whatIf: 'strata.what-if',
} as const;

const bucketStage = {
  input: z.object({ runId: z.string(), bucket: z.number().int().min(0) }),
  output: z.object({ status: z.literal('done') }),
};

/** Input and output of every stage: object keys, names and counts, never rows. */
export const contracts = {
  openRun: {
    input: z.object({
      execution,
      trigger,
      /** The state's previous output while it waits for a quiet inbox; empty the first time. */
      previousCheck: z.object({ waiting: z.string().nullish(), checks: z.number().int().nullish() }),
    }),
    output: z.object({
      outcome: z.enum(['opened', 'settling', 'busy', 'nothing-new']),
      runId: z.string(),
      /** Digest of the waiting uploads, to detect whether the inbox is still changing. */
      waiting: z.string(),
      /** Checks of the inbox so far while it settles. */
      checks: z.number().int(),
      settleSeconds: z.number().int(),
      uploads: z.array(z.string()),
      buckets: z.array(z.number().int()),
    }),
  },
  clean: {
    input: z.object({ runId: z.string(), uploadId: z.string() }),
    output: z.object({ status: z.enum(['cleaned', 'repeated', 'rejected']) }),
  },
  erase: {
    input: z.object({ runId: z.string() }),
    output: z.object({
      /** `more` if it has to be called again. */
      status: z.enum(['more', 'done']),
      erased: z.number().int(),
      rows: z.number().int(),
      /** The buckets that `maintain-bucket` has to work on. */
      buckets: z.array(z.number().int()),
    }),
  },
  maintainBucket: bucketStage,
  checkQuality: { input: z.object({ runId: z.string() }), output: z.object({ verdict: verdictSchema }) },
  buildFeatures: bucketStage,
  cluster: { input: z.object({ execution, runId: z.string() }), output: z.object({ status: z.literal('done') }) },
  assignTiers: bucketStage,
  publish: bucketStage,
  closeRun: {
    input: z.object({ execution, runId: z.string() }),
    output: z.object({ runId: z.string(), customers: z.number().int() }),
  },
  writeReport: { input: z.object({ runId: z.string() }), output: z.object({ status: z.literal('done') }) },
  whatIf: {
    input: z.object({ whatIfId: z.string() }),
    output: z.object({ status: z.enum(['succeeded', 'failed']) }),
  },
  failRun: {
    input: z.object({
      execution,
      /** The failed state and the error that Step Functions caught; some of its own errors have no cause. */
      failed: z.object({ state: z.string(), caught: z.object({ Error: z.string(), Cause: z.string().default('') }) }),
    }),
    output: z.object({ runId: z.string(), error: z.string(), message: z.string() }),
  },
} as const;
