import { relative } from 'node:path';
import { styleText } from 'node:util';
import type { Run } from '../../shared/adapters/tables/run-table.ts';
import { type EmbeddedCloud, startCloud } from '../cloud/embedded-cloud.ts';
import { LAKE_BUCKET } from '../cloud/environment.ts';
import { readDefinition } from '../cloud/workflow-definition.ts';
import { defaultFiles } from './default-files.ts';
import { exportRunFiles } from './export-run-files.ts';
import { findFiles, type InboxFile } from './files.ts';
import { ingestFiles } from './ingest-files.ts';
import { DEFAULT_DATA_DIR, type Options } from './options.ts';
import { newestRun, type Outcome, readOutcome } from './outcome.ts';
import { progressDisplay } from './progress.ts';
import { failureText, heldText, summaryText } from './report.ts';
import { jsonResult } from './result.ts';
import { type Api, apiText, openApi, untilStopped } from './serve.ts';
import { type StageTimer, stageTimer } from './stage-timer.ts';
import type { Terminal } from './terminal.ts';

/**
 * Takes in what the options name, tells the run that came of it and, unless told otherwise, serves the API.
 * @returns whether the run succeeded
 */
export async function runCommand(options: Options, terminal: Terminal): Promise<boolean> {
  const files = await findFiles(options.paths);
  const definition = await readDefinition();
  const display = progressDisplay(terminal);
  const watch = stageTimer(definition, display.show);
  const cloud = await startCloud(options.dataDir, {
    definition,
    onEvent: watch.observe,
    onFunctionError: ({ stack }) => options.verbose && terminal.error(stack ?? ''),
    verbose: options.verbose,
  });
  let api: Api | undefined;
  const unguard = endAtOnceOnSignal(terminal);
  try {
    api = options.serve ? await openApi(cloud, options.port) : undefined;
    const outcome = await segment(cloud, files, options, terminal).finally(display.stop);
    await report(outcome, cloud, options, watch, terminal);
    unguard();
    if (api && outcome.run.status === 'succeeded') {
      terminal.tell(`\n${await apiText(api, cloud)}\n\nServing until Ctrl-C`);
      await untilStopped();
      // A run under way has no one to talk to from here on; the next start finishes it.
      if (!cloud.workflow.isIdle()) process.exit();
    }
    return outcome.run.status === 'succeeded';
  } finally {
    display.stop();
    await api?.close();
    await cloud.close();
  }
}

async function segment(cloud: EmbeddedCloud, given: InboxFile[], options: Options, terminal: Terminal) {
  const before = await newestRun(cloud);
  const files = given.length > 0 ? given : await defaultFiles(cloud);
  await ingestFiles(cloud, { ...options, files }, terminal.tell);
  await cloud.workflow.idle();
  return readOutcome(before, cloud);
}

async function report(
  outcome: Outcome,
  cloud: EmbeddedCloud,
  options: Options,
  watch: StageTimer,
  terminal: Terminal,
): Promise<void> {
  const { run } = outcome;
  const { out, json } = options;
  const succeeded = run.status === 'succeeded';
  if (out !== undefined && succeeded) await exportRunFiles(run.run_id, cloud.lake, out);
  terminal.tell(`\n${outcomeText(outcome, options)}`);
  if (succeeded) terminal.tell(`\n${filesText(run.run_id, cloud, out)}`);
  if (json) terminal.result(jsonResult(outcome, succeeded ? out : undefined, watch.seconds));
}

function outcomeText(outcome: Outcome, options: Options): string {
  const { run, quality } = outcome;
  if (run.status === 'succeeded') return summaryText(outcome);
  return quality.gate?.verdict === 'held' ? heldText(outcome, releaseCommand(run, options)) : failureText(run);
}

/** The command that takes in what a run was held for. */
function releaseCommand({ as_of_requested }: Run, { dataDir }: Options): string {
  const isDefault = relative('', dataDir) === DEFAULT_DATA_DIR;
  return [
    'npm start -- --accept-gate',
    ...(as_of_requested ? [`--as-of ${as_of_requested}`] : []),
    ...(isDefault ? [] : [`--data-dir '${dataDir}'`]),
  ].join(' ');
}

function filesText(runId: string, { directory }: EmbeddedCloud, out: string | undefined): string {
  const stored = `s3://${LAKE_BUCKET}/runs/${runId}/, kept under ${relative('', directory.objects)}`;
  const copied = out === undefined ? '--out DIR copies them out' : `copied to ${out}`;
  return `${styleText('bold', 'Files')}\n  ${stored}; ${copied}`;
}

/**
 * Ends the process when it is interrupted in the middle of a run. Nothing has to be saved: the next start finishes it.
 * @returns what takes this back
 */
function endAtOnceOnSignal(terminal: Terminal): () => void {
  const end = () => {
    terminal.error('\nStopped; the next start finishes what was under way');
    process.exit(130);
  };
  process.once('SIGINT', end).once('SIGTERM', end);
  return () => process.off('SIGINT', end).off('SIGTERM', end);
}
