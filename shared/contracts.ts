import { z } from 'zod';
import { verdictSchema } from './domain/quality/gate.ts';

/** The execution a state runs in, from the Step Functions context object. */
export const execution = z.object({ arn: z.string(), name: z.string(), startedAt: z.iso.datetime({ offset: true }) });
export type Execution = z.infer<typeof execution>;

/** What started the execution: an upload, the monthly schedule, a request to the API, or the run before it. */
export const trigger = z.looseObject({
  source: z.string(),
  'detail-type': z.string().optional(),
  /** The day to segment for, YYYY-MM-DD; only requests carry it. */
  asOf: z.iso.date().optional(),
  /** Whether to take in what the gate would hold; only requests carry it. */
  acceptGate: z.boolean().optional(),
});
export type Trigger = z.infer<typeof trigger>;

/** Sources that ask for a run even when nothing new was dropped; `whatIf` asks for none. */
export const source = {
  schedule: 'strata.schedule',
  request: 'strata.api',
  followUp: 'strata.follow-up',
  /** With `whatIfId`: only what another policy would do, see the state machine's first choice. */
  whatIf: 'strata.what-if',
} as const;

const bucketStage = {
  input: z.object({ runId: z.string(), bucket: z.number().int().min(0) }),
  output: z.object({ status: z.literal('done') }),
};

/** Input and output of every state: object keys, names and counts, never rows. */
export const contracts = {
  openRun: {
    input: z.object({
      execution,
      trigger,
      /** This state's own last answer while the drop settles; empty the first time. */
      previousLook: z.object({ waiting: z.string().nullish() }),
    }),
    output: z.object({
      outcome: z.enum(['opened', 'settling', 'busy', 'nothing-new']),
      runId: z.string(),
      /** A digest of the uploads that wait, to see whether the drop still grows. */
      waiting: z.string(),
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
    output: z.object({ erased: z.number().int(), rows: z.number().int() }),
  },
  checkQuality: { input: z.object({ runId: z.string() }), output: z.object({ verdict: verdictSchema }) },
  buildFeatures: bucketStage,
  cluster: { input: z.object({ execution, runId: z.string() }), output: z.object({ status: z.literal('done') }) },
  assignTiers: bucketStage,
  publish: bucketStage,
  closeRun: {
    input: z.object({ execution, runId: z.string() }),
    output: z.object({ runId: z.string(), customers: z.number().int() }),
  },
  whatIf: {
    input: z.object({ whatIfId: z.string() }),
    output: z.object({ status: z.enum(['succeeded', 'failed']) }),
  },
  failRun: {
    input: z.object({
      execution,
      /** The state that failed and what Step Functions caught there; some of its own errors have no cause. */
      failed: z.object({ state: z.string(), caught: z.object({ Error: z.string(), Cause: z.string().default('') }) }),
    }),
    output: z.object({ runId: z.string(), error: z.string(), message: z.string() }),
  },
} as const;
