import { createHash } from 'node:crypto';
import { type Dataset, datasets, holdsDecisions } from './datasets/datasets.ts';

/** One object waiting in the inbox, as a run's manifest names it. */
export interface UploadObject {
  key: string;
  etag: string;
  bytes: number;
  /** ISO 8601, UTC. */
  lastModified: string;
  /** One file of the object, where that is a zip archive of several: it is an upload of its own. */
  entry?: { path: string; bytes: number } | undefined;
}

/** What became of one version of an inbox object. */
export interface LedgerEntry {
  key: string;
  etag: string;
  upload_id: string;
  last_modified: string;
  status: 'taken-in' | 'rejected';
  run_id: string;
  policy_hash: string;
  /** Of an archive that was not taken in whole: the paths of its files that were. */
  entries_taken_in?: string[];
}

/**
 * A name for one version of one object that sorts by arrival: rows of a later upload replace those of an earlier one.
 * @returns e.g. `20260801T093000000Z-1f0c9a7be2d4`
 */
export function createUploadId(object: UploadObject): string {
  const name = [object.key, object.etag, ...(object.entry ? [object.entry.path] : [])].join('\n');
  const digest = createHash('sha256').update(name).digest('hex').slice(0, 12);
  return `${object.lastModified.replaceAll(/[-:.]/g, '')}-${digest}`;
}

/** The object that an upload is, or is a file of. */
export function wholeObject({ entry, ...object }: UploadObject): UploadObject {
  return object;
}

/**
 * Whether an inbox object still has to be taken in: it has no ledger entry, or the newest entry of its key is of
 * other bytes, or it was rejected and has since been dropped again or met a new policy, or it has been dropped again and
 * means something each time.
 * @param entries the ledger's entries for the object's key, in any order
 */
export function isWaiting(object: UploadObject, entries: readonly LedgerEntry[], policyHash: string): boolean {
  const newest = entries.toSorted((a, b) => a.last_modified.localeCompare(b.last_modified)).at(-1);
  if (!newest || newest.etag !== object.etag) return true;
  if (newest.status === 'taken-in') return isReplayable(object.key) && object.lastModified > newest.last_modified;
  return object.lastModified > newest.last_modified || policyHash !== newest.policy_hash;
}

/** The dataset an inbox key names by its folder (`inbox/orders/…`), or undefined where its columns must tell. */
export function datasetFromKey(key: string): Dataset | undefined {
  const [, folder, rest] = key.split('/');
  return rest === undefined ? undefined : datasets.find((dataset) => dataset === folder);
}

/** Whether a file with bytes that were taken in before says something new: an override may have been ended meanwhile. */
export function isReplayable(key: string): boolean {
  const dataset = datasetFromKey(key);
  return dataset !== undefined && holdsDecisions(dataset);
}

/** A digest of a set of uploads, equal only for equal sets. */
export function inboxDigest(objects: readonly UploadObject[]): string {
  const names = objects.map(({ key, etag, lastModified }) => `${key}\n${etag}\n${lastModified}`).toSorted();
  return createHash('sha256').update(names.join('\n\n')).digest('hex').slice(0, 16);
}
