import { source } from '../../../shared/contracts.ts';
import type { Workflow } from '../../../shared/ports/workflow.ts';

/**
 * Starts one execution for a batch of upload events, however many. What they say does not matter: the execution compares the
 * inbox with the ledger. If it cannot be started, the events return to their queue.
 */
export const wakeWorkflow = (workflow: Pick<Workflow, 'start'>) => async (): Promise<void> => {
  await workflow.start({ source: source.upload });
};
