import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import type { z } from 'zod';
import type { ObjectStore } from './adapters/aws/object-store.ts';
import { withUsageMeter } from './adapters/metering/usage-meter.ts';
import { logger, metrics } from './observability.ts';
import { recordUsage } from './run/usage.ts';

interface Contract {
  input: z.ZodType;
  output: z.ZodType;
}

/** What a stage's event says of itself. */
interface Event {
  runId?: string;
  uploadId?: string;
  bucket?: number;
}

/**
 * Makes a Lambda handler of one stage: checks the input, runs the stage, checks the output, logs one line with the
 * duration at the end, and notes beside the run what it used.
 * @param contract what comes in and goes out
 * @param run the stage; receives the checked input
 * @param own the state's name, and where runs are kept
 * @throws {z.ZodError} when either side breaks the contract; whatever `run` throws passes through
 */
export function stage<C extends Contract>(
  contract: C,
  run: (input: z.infer<C['input']>) => Promise<z.infer<C['output']>>,
  own: { name: string; lake: ObjectStore },
) {
  return middy()
    .use(runContext())
    .handler((event: unknown, context: Context) =>
      withUsageMeter(named(own.name, event as Event, context), async () => {
        let runId = (event as Event).runId;
        try {
          const output = await run(contract.input.parse(event) as z.infer<C['input']>);
          runId ??= (output as Event).runId;
          return contract.output.parse(output) as z.infer<C['output']>;
        } finally {
          if (runId) await noted(own.lake, runId, context.awsRequestId);
        }
      }),
    );
}

function named(stage: string, { uploadId, bucket }: Event, { memoryLimitInMB }: Context) {
  const memory_mb = memoryLimitInMB === undefined ? null : Number(memoryLimitInMB);
  return { stage, item: uploadId ?? bucket?.toString() ?? null, memory_mb };
}

/** A run does not fail for what it would say of its cost. */
async function noted(lake: ObjectStore, runId: string, requestId: string): Promise<void> {
  try {
    await recordUsage(lake, runId, requestId);
  } catch (error) {
    logger.warn('usage not noted', { error: (error as Error).name });
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
