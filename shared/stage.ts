import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import type { z } from 'zod';
import { removeAbandonedScratch } from './adapters/duckdb/scratch.ts';
import { withDeadline } from './adapters/invocation/deadline.ts';
import { withUsageMeter } from './adapters/metering/usage-meter.ts';
import { logger, metrics } from './observability.ts';
import type { ObjectStore } from './ports/objects.ts';
import { recordUsage } from './run/usage.ts';

interface Contract {
  input: z.ZodType;
  output: z.ZodType;
}

/** Time that is kept for recording how an invocation ended. */
const RESERVE_MS = 10_000;

/** The fields of a stage's event that identify its work. */
interface Event {
  runId?: string;
  uploadId?: string;
  bucket?: number;
}

/**
 * Creates the Lambda handler of one stage: validates the input, runs the stage, validates the output, logs one line with the
 * duration, and records the usage. Stops the stage shortly before the function's time is over; see {@link withDeadline}.
 * @param contract schemas of input and output
 * @param run the stage; receives the parsed input
 * @param own the stage's name, and the lake
 * @throws {z.ZodError} when input or output breaks the contract; {InvocationTimeoutError}; errors of `run` pass through
 */
export function stage<C extends Contract>(
  contract: C,
  run: (input: z.infer<C['input']>) => Promise<z.infer<C['output']>>,
  own: { name: string; lake: ObjectStore },
) {
  // Middy would end the handler without stopping its work.
  return middy({ timeoutEarlyInMillis: 0 })
    .use(runContext())
    .handler((event: unknown, context: Context) =>
      withUsageMeter(invocationName(own.name, event as Event, context), async () => {
        let runId = (event as Event).runId;
        let failure: Error | undefined;
        try {
          await removeAbandonedScratch();
          const input = contract.input.parse(event) as z.infer<C['input']>;
          const output = await withinTime(context, () => run(input));
          runId ??= (output as Event).runId;
          return contract.output.parse(output) as z.infer<C['output']>;
        } catch (error) {
          failure = error as Error;
          throw error;
        } finally {
          if (runId) await tryRecordUsage(own.lake, runId, context.awsRequestId, failure);
        }
      }),
    );
}

/** Runs the work of an invocation in the time that it has. On one machine there is no limit. */
function withinTime<Result>({ getRemainingTimeInMillis }: Partial<Context>, work: () => Promise<Result>) {
  if (!getRemainingTimeInMillis) return work();
  const remaining = getRemainingTimeInMillis();
  return withDeadline(remaining - Math.min(RESERVE_MS, remaining / 10), work);
}

function invocationName(stage: string, { uploadId, bucket }: Event, { memoryLimitInMB }: Context) {
  const memory_mb = memoryLimitInMB === undefined ? null : Number(memoryLimitInMB);
  return { stage, item: uploadId ?? bucket?.toString() ?? null, memory_mb };
}

/** Usage accounting must never fail a run. */
async function tryRecordUsage(lake: ObjectStore, runId: string, requestId: string, failure?: Error): Promise<void> {
  try {
    await recordUsage(lake, runId, requestId, failure);
  } catch (error) {
    logger.warn('usage not recorded', { error: (error as Error).name });
  }
}

function runContext(): middy.MiddlewareObj {
  let startedAt = 0;
  return {
    before: ({ event }) => {
      startedAt = performance.now();
      const { runId, uploadId, bucket, whatIfId } = event as Record<string, unknown>;
      logger.resetKeys();
      logger.appendKeys({ runId, uploadId, bucket, whatIfId });
    },
    after: ({ response }) => {
      logger.info('stage ended', { output: response, milliseconds: Math.round(performance.now() - startedAt) });
      if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics();
    },
    onError: ({ error }) => {
      logger.error('stage failed', { error: error?.name, milliseconds: Math.round(performance.now() - startedAt) });
    },
  };
}
