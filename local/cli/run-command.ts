import { join, relative } from 'node:path';
import { styleText } from 'node:util';
import type { Run } from '../../shared/adapters/tables/run-table.ts';
import { startBackgroundWork } from '../operations/background-work.ts';
import { type Platform, startPlatform } from '../platform/start-platform.ts';
import { readDefinition } from '../platform/workflow-definition.ts';
import { defaultFiles } from './default-files.ts';
import { exportRunFiles } from './export-run-files.ts';
import { findFiles, type InboxFile } from './files.ts';
import { ingestFiles } from './ingest-files.ts';
import { DEFAULT_DATA_DIR, type Options } from './options.ts';
import { newestRun, type Outcome, readOutcome } from './outcome.ts';
import { progressDisplay } from './progress.ts';
import { failureText, heldText, summaryText } from './report.ts';
import { jsonResult } from './result.ts';
import { type Api, apiText, openApi } from './serve.ts';
import { type StageTimer, stageTimer } from './stage-timer.ts';
import { onStopSignal, signalExitCode } from './stop-signals.ts';
import type { Terminal } from './terminal.ts';

/**
 * Processes the given files, reports the run and, unless `--no-serve` is set, serves the API.
 * @returns whether the run succeeded
 */
export async function runCommand(options: Options, terminal: Terminal): Promise<boolean> {
  const { files, skipped } = await findFiles(options.paths);
  for (const line of skipped) terminal.print(`  ${line}`);
  const definition = await readDefinition();
  const display = progressDisplay(terminal);
  const timer = stageTimer(definition, display.show);
  const platform = await startPlatform(options.dataDir, {
    definition,
    onEvent: timer.observe,
    onFunctionError: ({ stack }) => options.verbose && terminal.error(stack ?? ''),
    schedule: options.schedule,
    verbose: options.verbose,
  });
  let api: Api | undefined;
  const removeSignalHandlers = exitOnSignal(terminal);
  try {
    api = options.serve ? await openApi(platform, options.port) : undefined;
    const outcome = await segment(platform, files, options, terminal).finally(display.stop);
    await report(outcome, platform, options, timer, terminal);
    removeSignalHandlers();
    if (api && outcome.run.status === 'succeeded') {
      terminal.print(`\n${await apiText(api, platform)}\n\nServing until Ctrl-C`);
      const stopBackgroundWork = startBackgroundWork(platform, {
        schedule: options.schedule,
        onError: (error) => terminal.error(String(error)),
      });
      await new Promise(onStopSignal);
      await stopBackgroundWork();
      // Does not wait for a running execution; the next start finishes it.
      if (!platform.workflow.isIdle()) process.exit();
    }
    return outcome.run.status === 'succeeded';
  } finally {
    display.stop();
    await api?.close();
    await platform.close();
  }
}

async function segment(platform: Platform, given: InboxFile[], options: Options, terminal: Terminal) {
  const before = await newestRun(platform);
  const files = given.length > 0 ? given : await defaultFiles(platform);
  await ingestFiles(platform, { ...options, files }, terminal.print);
  await platform.workflow.idle();
  return readOutcome(before, platform);
}

async function report(
  outcome: Outcome,
  platform: Platform,
  options: Options,
  timer: StageTimer,
  terminal: Terminal,
): Promise<void> {
  const { run } = outcome;
  const { out, json } = options;
  const succeeded = run.status === 'succeeded';
  if (out !== undefined && succeeded) await exportRunFiles(run.run_id, platform.lake, out);
  terminal.print(`\n${outcomeText(outcome, options)}`);
  if (succeeded) terminal.print(`\n${filesText(run.run_id, platform, out)}`);
  if (json) terminal.result(jsonResult(outcome, succeeded ? out : undefined, timer.seconds));
}

function outcomeText(outcome: Outcome, options: Options): string {
  const { run, quality } = outcome;
  if (run.status === 'succeeded') return summaryText(outcome);
  return quality.gate?.verdict === 'held' ? heldText(outcome, releaseCommand(run, options)) : failureText(run);
}

/** The command that releases a held run. */
function releaseCommand({ as_of_requested }: Run, { dataDir }: Options): string {
  const isDefault = relative('', dataDir) === DEFAULT_DATA_DIR;
  return [
    'npm start -- --accept-gate',
    ...(as_of_requested ? [`--as-of ${as_of_requested}`] : []),
    ...(isDefault ? [] : [`--data-dir '${dataDir}'`]),
  ].join(' ');
}

function filesText(runId: string, { directory }: Platform, out: string | undefined): string {
  const stored = relative('', join(directory.objects, 'lake/runs', runId));
  const copied = out === undefined ? '--out DIR copies them to a folder' : `copied to ${out}`;
  return `${styleText('bold', 'Files')}\n  ${stored}; ${copied}`;
}

/**
 * Exits when the process is interrupted during a run. Nothing has to be saved: the next start finishes the run.
 * @returns a function that removes the signal handlers
 */
function exitOnSignal(terminal: Terminal): () => void {
  return onStopSignal((signal) => {
    terminal.error('\nStopped; the next start finishes this run');
    process.exit(signalExitCode(signal));
  });
}
