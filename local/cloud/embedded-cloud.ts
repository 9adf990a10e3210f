import { objectStore } from '../../shared/adapters/aws/object-store.ts';
import { table } from '../../shared/adapters/aws/table.ts';
import { runTable } from '../../shared/adapters/tables/run-table.ts';
import { startAwsJson } from './aws-json.ts';
import { claimDataDirectory } from './data-directory.ts';
import { INBOX_BUCKET, LAKE_BUCKET, setEnvironment, TABLE_NAME } from './environment.ts';
import { eventBusOperations } from './event-bus.ts';
import { functionRunner } from './functions.ts';
import { secretOperations } from './secrets.ts';
import { startStorage } from './storage.ts';
import { ensureTable } from './table-storage.ts';
import { uploadEvents } from './upload-events.ts';
import { type Execution, embeddedWorkflow, type WorkflowEvent } from './workflow.ts';
import type { Definition } from './workflow-definition.ts';

export type EmbeddedCloud = Awaited<ReturnType<typeof startCloud>>;

interface CloudOptions {
  definition: Definition;
  onEvent: (event: WorkflowEvent, execution: Execution) => void;
  onFunctionError: (error: Error) => void;
  /** Lets the functions log. */
  verbose: boolean;
}

/**
 * Starts every service that a deployment takes from AWS, in this process, and sets the environment
 * that the functions read.
 * @param dataDir where everything is kept between starts
 */
export async function startCloud(dataDir: string, { definition, onEvent, onFunctionError, verbose }: CloudOptions) {
  const directory = await claimDataDirectory(dataDir);
  const invoke = functionRunner(onFunctionError);
  const workflow = embeddedWorkflow(definition, invoke, onEvent);
  const uploads = uploadEvents(INBOX_BUCKET, (event) => workflow.start(event));

  const { objects, tables } = directory;
  const storage = await startStorage({ objects, tables, buckets: [INBOX_BUCKET, LAKE_BUCKET] }, uploads.created);
  const awsJson = await startAwsJson({
    ...workflow.operations,
    ...eventBusOperations(directory.events),
    ...secretOperations(directory.secret),
  });
  setEnvironment({ ...storage, awsJson }, verbose);
  await ensureTable(TABLE_NAME);

  return {
    directory,
    invoke,
    workflow,
    uploads,
    inbox: objectStore(INBOX_BUCKET),
    lake: objectStore(LAKE_BUCKET),
    runs: runTable(table(TABLE_NAME)),
    async close(): Promise<void> {
      await Promise.all([storage.close(), awsJson.close()]);
      directory.release();
    },
  };
}
