import { runTable } from '../../shared/adapters/tables/run-table.ts';
import { source } from '../../shared/contracts.ts';
import { claimDataDirectory } from './data-directory.ts';
import { openDatabase } from './database.ts';
import { platformUrls, setEnvironment } from './environment.ts';
import { functionRunner } from './functions.ts';
import { linkAuthority } from './links.ts';
import { openObjects } from './objects.ts';
import { connect, openTable } from './platform.ts';
import { type Execution, embeddedWorkflow, type WorkflowEvent } from './workflow.ts';
import type { Definition } from './workflow-definition.ts';

export type Platform = Awaited<ReturnType<typeof startPlatform>>;

interface PlatformOptions {
  definition: Definition;
  onEvent: (event: WorkflowEvent, execution: Execution) => void;
  onFunctionError: (error: Error) => void;
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
  { definition, onEvent, onFunctionError, verbose }: PlatformOptions,
) {
  const directory = await claimDataDirectory(dataDir);
  const database = openDatabase(directory.database);
  const invoke = functionRunner(onFunctionError);
  const workflow = embeddedWorkflow(definition, invoke, onEvent);
  const objects = await openObjects({ directory: directory.objects, scratch: directory.temporary }, database);
  const links = await linkAuthority(directory.keys);
  setEnvironment(directory, verbose);
  connect({ database, objects, links, workflow });

  const urls = platformUrls(directory);
  const table = openTable(urls.TABLE);
  return {
    directory,
    invoke,
    workflow,
    links,
    inbox: objects('inbox'),
    lake: objects('lake'),
    table,
    runs: runTable(table),
    /** Starts an execution that processes everything in the inbox that no run has processed, as an upload does on AWS. */
    takeIn: () => workflow.start({ source: source.upload }),
    async close(): Promise<void> {
      connect(undefined);
      database.close();
      directory.release();
    },
  };
}
