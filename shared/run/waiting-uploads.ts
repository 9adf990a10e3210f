import type { ListedEntry, RunTable } from '../adapters/tables/run-table.ts';
import { isWaiting, type UploadObject } from '../domain/intake/uploads.ts';
import type { ObjectStore } from '../ports/objects.ts';

export interface InboxState {
  /** The unprocessed uploads in order of arrival. */
  waiting: UploadObject[];
  /** Ledger entries of objects that are no longer in the inbox. */
  gone: ListedEntry[];
}

/**
 * Compares the inbox with the ledger, so that lost or duplicate upload events do not matter. Reads the ledger's list with one
 * query; it may lack the latest entries, so those of the uploads that seem to wait are read from the table.
 */
export async function compareInbox(inbox: ObjectStore, runs: RunTable, policyHash: string): Promise<InboxState> {
  const objects = (await inbox.list('inbox/')).filter(({ key }) => !key.endsWith('/'));
  const ledger = await runs.listLedger();
  const entriesOf = Map.groupBy(ledger, ({ key }) => key);
  const seemWaiting = objects.filter((object) => isWaiting(object, entriesOf.get(object.key) ?? [], policyHash));
  const exact = new Map((await runs.getLedgerEntries(seemWaiting)).map((entry) => [entry.key, entry]));
  const waiting = seemWaiting.filter((object) => {
    const own = exact.get(object.key);
    const others = (entriesOf.get(object.key) ?? []).filter(({ etag }) => etag !== object.etag);
    return isWaiting(object, own ? [...others, own] : others, policyHash);
  });
  const present = new Set(objects.map(({ key }) => key));
  return {
    waiting: waiting.toSorted((a, b) => a.lastModified.localeCompare(b.lastModified) || a.key.localeCompare(b.key)),
    gone: ledger.filter(({ key }) => !present.has(key)),
  };
}

/** The unprocessed uploads in order of arrival; see {@link compareInbox}. */
export async function waitingUploads(...input: Parameters<typeof compareInbox>): Promise<UploadObject[]> {
  return (await compareInbox(...input)).waiting;
}
