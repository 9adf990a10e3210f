import { join } from 'node:path';
import { runTable } from '../../shared/adapters/tables/run-table.ts';
import { source } from '../../shared/contracts.ts';
import { defaultSchedule, type Schedule } from '../../shared/domain/run/schedule.ts';
import { claimDataDirectory } from './data-directory.ts';
import { openDatabase } from './database.ts';
import { setEnvironment } from './environment.ts';
import { erasureTraces } from './erasure-traces.ts';
import { fileEvents } from './events.ts';
import { functionRunner } from './functions.ts';
import { objectLinks } from './links.ts';
import { openObjects } from './objects.ts';
import { connect } from './platform.ts';
import { fileSecret } from './secret.ts';
import { sqliteTable } from './table.ts';
import { type Execution, embeddedWorkflow, type WorkflowEvent } from './workflow.ts';
import type { Definition } from './workflow-definition.ts';

export type Platform = Awaited<ReturnType<typeof startPlatform>>;

interface PlatformOptions {
  definition: Definition;
  onEvent: (event: WorkflowEvent, execution: Execution) => void;
  onFunctionError: (error: Error) => void;
  /** When monthly runs start; caches of the API's clients expire then. Default: see {@link defaultSchedule}. */
  schedule?: Schedule;
  /** Lets the functions log. */
  verbose: boolean;
}

/**
 * Opens a data directory and everything that a deployment has on AWS, in this process, and sets the environment that the
 * functions read. A process has one platform at a time.
 * @param dataDir where everything is stored
 * @throws {CommandError} when another process uses the directory, or it cannot be read
 */
export async function startPlatform(
  dataDir: string,
  { definition, onEvent, onFunctionError, schedule = defaultSchedule, verbose }: PlatformOptions,
) {
  const directory = await claimDataDirectory(dataDir);
  const { temporary: scratch } = directory;
  const database = openDatabase(directory.database);
  const objects = openObjects({ directory: directory.objects, scratch }, database);
  const table = sqliteTable(database);
  const traces = erasureTraces(database, onFunctionError);
  traces.remove();
  const invoke = traces.observe(functionRunner(onFunctionError));
  const workflow = embeddedWorkflow(definition, invoke, onEvent, traces.remove);
  const linkKey = fileSecret(join(directory.keys, 'link-key'), { scratch });
  let address = '';

  setEnvironment(directory, schedule, verbose);
  connect({
    objects,
    links: (bucket) => objectLinks(bucket, { address: () => address, secret: linkKey }),
    table,
    events: fileEvents(directory.events, scratch),
    idKey: fileSecret(directory.idKey, { scratch, database }),
    workflow,
  });

  return {
    directory,
    database,
    invoke,
    workflow,
    objects,
    linkKey,
    onError: onFunctionError,
    inbox: objects('inbox'),
    lake: objects('lake'),
    table,
    runs: runTable(table),
    /** Sets the API's address, which links to objects begin with. */
    setAddress(url: string): void {
      address = url;
    },
    /** Starts an execution that processes everything in the inbox that no run has processed, as an upload does on AWS. */
    takeIn: () => workflow.start({ source: source.upload }),
    async close(): Promise<void> {
      connect(undefined);
      database.close();
      directory.release();
    },
  };
}
