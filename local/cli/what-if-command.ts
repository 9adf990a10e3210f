import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { source } from '../../shared/contracts.ts';
import { createRunId } from '../../shared/domain/run/runs.ts';
import { type WhatIfOutcome, whatIfFiles, whatIfOutcomeSchema } from '../../shared/domain/run/what-if.ts';
import { CommandError } from '../command-error.ts';
import { type Platform, startPlatform } from '../platform/start-platform.ts';
import { readDefinition } from '../platform/workflow-definition.ts';
import { machineErrors } from './machine-errors.ts';
import type { Options } from './options.ts';
import { ExecutionFailed } from './outcome.ts';
import { readPolicy } from './policy-file.ts';
import { progressDisplay } from './progress.ts';
import { stageTimer } from './stage-timer.ts';
import type { Terminal } from './terminal.ts';
import { whatIfText } from './what-if-report.ts';

/**
 * Shows what the next run would do with another policy. Publishes nothing and leaves no files behind.
 * @param file path of the other policy
 * @returns whether the what-if succeeded
 */
export async function whatIfCommand(file: string, options: Options, terminal: Terminal): Promise<boolean> {
  if (options.paths.length > 0) throw new CommandError('--what-if evaluates the current run and takes no files');
  const policy = await readPolicy(file);
  if (!existsSync(options.dataDir)) throw noRunError(options);
  const definition = await readDefinition();
  const display = progressDisplay(terminal);
  const errors = machineErrors(options.dataDir);
  const platform = await startPlatform(options.dataDir, {
    definition,
    onEvent: stageTimer(definition, display.show).observe,
    onFunctionError(error) {
      if (options.verbose) terminal.error(error.stack ?? '');
      errors.observe(error);
    },
    verbose: options.verbose,
  });
  try {
    if ((await platform.runs.getCurrent()).run_id === undefined) throw noRunError(options);
    const outcome = await runWhatIf(policy, platform, options.out)
      .catch((error) => Promise.reject(errors.first() ?? error))
      .finally(display.stop);
    terminal.print(`\n${whatIfText(outcome, options.out)}`);
    if (options.json) terminal.result({ ...outcome, out: options.out ?? null });
    return outcome.status === 'succeeded';
  } finally {
    display.stop();
    await platform.close();
  }
}

const noRunError = ({ dataDir }: Options) =>
  new CommandError(`There is no run in ${dataDir} to evaluate: run once without --what-if`);

/** Starts the what-if through the workflow, as the API does. @param out folder for the list of movers */
async function runWhatIf(policy: unknown, { lake, workflow }: Platform, out?: string): Promise<WhatIfOutcome> {
  const id = createRunId(new Date().toISOString(), randomUUID());
  await lake.putJson(whatIfFiles.policy(id), policy);
  workflow.start({ source: source.whatIf, whatIfId: id });
  await workflow.idle();
  const outcome = whatIfOutcomeSchema.optional().parse(await lake.getJson(whatIfFiles.result(id)));
  const movers = whatIfFiles.movers(id);
  if (outcome?.status === 'succeeded' && out !== undefined) {
    await mkdir(out, { recursive: true });
    await lake.download(movers, join(out, basename(movers)));
  }
  await lake.remove((await lake.list(whatIfFiles.all(id))).map(({ key }) => key));
  if (outcome) return outcome;
  const failed = workflow.firstFailure();
  throw new ExecutionFailed(
    `The what-if failed: ${failed?.error}: ${failed?.cause}\n--verbose shows the logs of the function`,
  );
}
