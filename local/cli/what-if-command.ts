import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { source } from '../../shared/contracts.ts';
import { createRunId } from '../../shared/domain/run/runs.ts';
import { type WhatIfOutcome, whatIfFiles, whatIfOutcomeSchema } from '../../shared/domain/run/what-if.ts';
import { type EmbeddedCloud, startCloud } from '../cloud/embedded-cloud.ts';
import { readDefinition } from '../cloud/workflow-definition.ts';
import { CommandError } from '../command-error.ts';
import type { Options } from './options.ts';
import { ExecutionFailed } from './outcome.ts';
import { readPolicy } from './policy-file.ts';
import { progressDisplay } from './progress.ts';
import { stageTimer } from './stage-timer.ts';
import type { Terminal } from './terminal.ts';
import { whatIfText } from './what-if-report.ts';

/**
 * Tells what the next run would do by another policy. Publishes nothing, and leaves nothing behind.
 * @param file of the other policy
 * @returns whether there is an answer
 */
export async function whatIfCommand(file: string, options: Options, terminal: Terminal): Promise<boolean> {
  if (options.paths.length > 0) throw new CommandError('--what-if looks at the run that is there, and takes no files');
  const policy = await readPolicy(file);
  if (!existsSync(options.dataDir)) throw withoutRun(options);
  const definition = await readDefinition();
  const display = progressDisplay(terminal);
  const cloud = await startCloud(options.dataDir, {
    definition,
    onEvent: stageTimer(definition, display.show).observe,
    onFunctionError: ({ stack }) => options.verbose && terminal.error(stack ?? ''),
    verbose: options.verbose,
  });
  try {
    if ((await cloud.runs.getCurrent()).run_id === undefined) throw withoutRun(options);
    const outcome = await asked(policy, cloud, options.out).finally(display.stop);
    terminal.tell(`\n${whatIfText(outcome, options.out)}`);
    if (options.json) terminal.result({ ...outcome, out: options.out ?? null });
    return outcome.status === 'succeeded';
  } finally {
    display.stop();
    await cloud.close();
  }
}

const withoutRun = ({ dataDir }: Options) =>
  new CommandError(
    `There is no run in ${dataDir} that another policy could be compared with: start once without --what-if`,
  );

/** Asks by the workflow, as the API does. @param out where the file of all movers is copied to */
async function asked(policy: unknown, { lake, workflow }: EmbeddedCloud, out?: string): Promise<WhatIfOutcome> {
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
    `There is no answer: ${failed?.error}: ${failed?.cause}\n--verbose shows what the function logs`,
  );
}
