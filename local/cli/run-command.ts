import { join, relative } from 'node:path';
import { styleText } from 'node:util';
import type { Run } from '../../shared/adapters/tables/run-table.ts';
import { runFiles } from '../../shared/domain/run/runs.ts';
import { checkWatchedFolders, startBackgroundWork } from '../operations/background-work.ts';
import { errorFacts, openLog } from '../operations/log.ts';
import { logExecution } from '../operations/run-log.ts';
import { type Platform, startPlatform } from '../platform/start-platform.ts';
import { readDefinition } from '../platform/workflow-definition.ts';
import { askColumns } from './ask-columns.ts';
import { defaultFiles } from './default-files.ts';
import { exportRunFiles } from './export-run-files.ts';
import { findFiles, type InboxFile } from './files.ts';
import { ingestFiles } from './ingest-files.ts';
import { errorText, type MachineErrors, machineErrors } from './machine-errors.ts';
import { DEFAULT_DATA_DIR, type Options } from './options.ts';
import { newestRun, type Outcome, readOutcome } from './outcome.ts';
import { type ProgressDisplay, progressDisplay } from './progress.ts';
import { rejectionsText } from './rejections.ts';
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
  const { dataDir, logDir, out, schedule, verbose, watch } = options;
  checkWatchedFolders(watch, [dataDir, logDir, ...(out === undefined ? [] : [out])]);
  const { files, skipped } = await findFiles(options.paths);
  for (const line of skipped) terminal.print(`  ${line}`);
  const definition = await readDefinition();
  const display = progressDisplay(terminal);
  const timer = stageTimer(definition, display.show);
  const errors = machineErrors(dataDir);
  let logged = Promise.resolve();
  const platform: Platform = await startPlatform(dataDir, {
    definition,
    onEvent(event, execution) {
      timer.observe(event, execution);
      logged = logged
        .then(() => logExecution(event, execution, { log, ...platform }))
        .catch(logError('run not logged'));
    },
    onFunctionError(error) {
      logError('function failed')(error);
      if (verbose) terminal.error(error.stack ?? '');
      errors.observe(error);
    },
    schedule,
    verbose,
  });
  const log = openLog(logDir, {
    onFailure: ({ message }) => terminal.error(`The log in ${logDir} cannot be written: ${message}`),
  });
  const logError = (message: string) => (error: unknown) => log.write('error', message, errorFacts(error));
  let api: Api | undefined;
  const removeSignalHandlers = exitOnSignal(terminal);
  try {
    api = options.serve ? await openApi(platform, options.port, options.publicUrls) : undefined;
    const succeeded = await runOnce(platform, files, options, { timer, display, errors, terminal }).catch((error) => {
      logError('start failed')(error);
      // Whoever puts the next file into a watched folder expects it to be taken in, whatever became of this one.
      if (!api || watch.length === 0) throw error;
      terminal.error(errorText(error, dataDir));
      return false;
    });
    removeSignalHandlers();
    if (!api || (!succeeded && watch.length === 0)) return succeeded;
    log.write('info', 'api started', { url: api.url });
    const watched = watch.map((folder) => `\nWatching ${folder}`).join('');
    terminal.print(`\n${await apiText(api, platform)}\n${watched}\nServing until Ctrl-C`);
    const stopBackgroundWork = startBackgroundWork(platform, { schedule, watch, log });
    await new Promise(onStopSignal);
    await stopBackgroundWork();
    log.write('info', 'stopped');
    // Does not wait for a running execution; the next start finishes it.
    if (!platform.workflow.isIdle()) process.exit();
    return true;
  } finally {
    display.stop();
    await api?.close();
    await logged;
    await platform.close();
    log.close();
  }
}

interface Display {
  timer: StageTimer;
  display: ProgressDisplay;
  errors: MachineErrors;
  terminal: Terminal;
}

/** Takes in the given files and reports the run. @returns whether it succeeded, or there is none and a folder is watched */
async function runOnce(
  platform: Platform,
  given: InboxFile[],
  options: Options,
  { timer, display, errors, terminal }: Display,
): Promise<boolean> {
  const before = await newestRun(platform);
  const isSample = given.length === 0 && options.watch.length === 0;
  const files = isSample ? await defaultFiles(platform) : given;
  let outcome: Awaited<ReturnType<typeof readOutcome>>;
  try {
    await ingestFiles(platform, { ...options, files }, terminal.print);
    await platform.workflow.idle();
    if (options.watch.length > 0 && (await newestRun(platform)) === undefined) return true;
    outcome = await readOutcome(before, platform);
  } catch (error) {
    throw errors.first() ?? error;
  } finally {
    display.stop();
  }
  const rejections = rejectionsText(outcome.quality.uploads, { files, dataDir: options.dataDir });
  if (rejections !== undefined) terminal.print(`\n${rejections}`);
  const isGiven = ({ key }: { key?: string | undefined }) => files.some((file) => file.key === key && !file.isStream);
  const named = await askColumns(outcome.quality.uploads.filter(isGiven), terminal);
  if (named.length > 0) {
    const columns = [...options.columns, ...named];
    return runOnce(platform, files, { ...options, columns }, { timer, display, errors, terminal });
  }
  const cause = errors.first();
  if (cause && outcome.isNew && outcome.run.status === 'failed') throw cause;
  await report(outcome, platform, options, timer, terminal);
  return outcome.run.status === 'succeeded';
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
  if (succeeded) terminal.print(`\n${await filesText(run.run_id, platform, out)}`);
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

async function filesText(runId: string, { directory, lake }: Platform, out: string | undefined): Promise<string> {
  const stored = relative('', join(directory.objects, 'lake/runs', runId));
  const copied = out === undefined ? '--out DIR copies them to a folder' : `copied to ${out}`;
  const [page] = await lake.list(runFiles.reportPage(runId));
  const report = page ? `${styleText('bold', 'Report')}\n  ${join(out ?? stored, 'report.html')}\n\n` : '';
  return `${report}${styleText('bold', 'Files')}\n  ${stored}; ${copied}`;
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
