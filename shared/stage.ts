import middy from '@middy/core';
import type { z } from 'zod';
import { logger, metrics } from './observability.ts';

interface Contract {
  input: z.ZodType;
  output: z.ZodType;
}

/**
 * Makes a Lambda handler of one stage: checks the input, runs the stage, checks the output, and logs one line
 * with the duration at the end.
 * @param contract what comes in and goes out
 * @param run the stage; receives the checked input
 * @throws {z.ZodError} when either side breaks the contract; whatever `run` throws passes through
 */
export function stage<C extends Contract>(
  contract: C,
  run: (input: z.infer<C['input']>) => Promise<z.infer<C['output']>>,
) {
  return middy()
    .use(runContext())
    .handler(async (event: unknown) => {
      const output = await run(contract.input.parse(event) as z.infer<C['input']>);
      return contract.output.parse(output) as z.infer<C['output']>;
    });
}

function runContext(): middy.MiddlewareObj {
  let startedAt = 0;
  return {
    before: ({ event }) => {
      startedAt = performance.now();
      const { runId, uploadId, bucket } = event as Record<string, unknown>;
      logger.resetKeys();
      logger.appendKeys({ runId, uploadId, bucket });
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
