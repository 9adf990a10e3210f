import type { RunTable } from '../adapters/tables/run-table.ts';
import { isWaiting, type UploadObject } from '../domain/intake/uploads.ts';
import type { ObjectStore } from '../ports/objects.ts';

const QUERIES_AT_A_TIME = 16;

/**
 * Compares the inbox with the ledger, so that lost or duplicate upload events do not matter.
 * @returns the unprocessed uploads in order of arrival
 */
export async function waitingUploads(inbox: ObjectStore, runs: RunTable, policyHash: string): Promise<UploadObject[]> {
  const objects = (await inbox.list('inbox/')).filter(({ key }) => !key.endsWith('/'));
  const waiting: UploadObject[] = [];
  for (let start = 0; start < objects.length; start += QUERIES_AT_A_TIME) {
    const some = objects.slice(start, start + QUERIES_AT_A_TIME);
    const entries = await Promise.all(some.map(({ key }) => runs.ledgerOf(key)));
    waiting.push(...some.filter((object, index) => isWaiting(object, entries[index] ?? [], policyHash)));
  }
  return waiting.toSorted((a, b) => a.lastModified.localeCompare(b.lastModified) || a.key.localeCompare(b.key));
}
