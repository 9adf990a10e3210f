import { createHash } from 'node:crypto';
import { type Dataset, datasets, holdsDecisions } from './datasets/datasets.ts';
import { exportOrder } from './export-order.ts';

/** An object to process in the inbox, as listed in a run's manifest. */
export interface UploadObject {
  key: string;
  etag: string;
  bytes: number;
  /** ISO 8601, UTC. */
  lastModified: string;
  /** One file of the object, if the object is a zip archive; each file is a separate upload. */
  entry?:
    | {
        path: string;
        bytes: number;
        /** Place among the files of the archive, the oldest export first. */
        position?: number | undefined;
      }
    | undefined;
}

/** The outcome of one version of an inbox object. */
export interface LedgerEntry {
  key: string;
  etag: string;
  upload_id: string;
  last_modified: string;
  status: 'taken-in' | 'rejected';
  run_id: string;
  policy_hash: string;
  /** For an archive that was processed in part: the paths of the processed files. */
  entries_taken_in?: string[];
}

/**
 * Creates an id for one version of an object. Ids sort by arrival, because rows of a later upload replace earlier ones. Object
 * stores keep whole seconds, and the files of an archive arrive together, so at the same time they sort by the dates and numbers
 * in their names, or by their places in the archive: the first five digits after the time.
 * @returns e.g. `20260801T093000000Z-04d2c9a7be2d`
 */
export function createUploadId(object: UploadObject): string {
  const name = [object.key, object.etag, ...(object.entry ? [object.entry.path] : [])].join('\n');
  const digest = createHash('sha256').update(name).digest('hex').slice(0, DIGEST_DIGITS);
  return `${object.lastModified.replaceAll(/[-:.]/g, '')}-${placeAtOneTime(object)}${digest}`;
}

const PLACE_DIGITS = 5;
const DIGEST_DIGITS = 7;

function placeAtOneTime({ key, entry }: UploadObject): string {
  const { position, copy } = exportOrder(key);
  const place = entry?.position ?? position * 16 + copy;
  return place.toString(16).padStart(PLACE_DIGITS, '0');
}

/** Returns the inbox object of an upload, which for a file of an archive is the archive. */
export function wholeObject({ entry, ...object }: UploadObject): UploadObject {
  return object;
}

/**
 * Whether an inbox object is still to be processed. It is if it has no ledger entry; if the newest entry of its key has
 * a different ETag; if it was rejected, and then uploaded again or the policy changed; or if it was uploaded again and is
 * replayable.
 * @param entries ledger entries of the object's key, in any order
 */
export function isWaiting(
  object: UploadObject,
  entries: readonly Pick<LedgerEntry, 'etag' | 'last_modified' | 'status' | 'policy_hash'>[],
  policyHash: string,
): boolean {
  const newest = entries.toSorted((a, b) => a.last_modified.localeCompare(b.last_modified)).at(-1);
  if (!newest || newest.etag !== object.etag) return true;
  if (newest.status === 'taken-in') return isReplayable(object.key) && object.lastModified > newest.last_modified;
  return object.lastModified > newest.last_modified || policyHash !== newest.policy_hash;
}

/** Returns the dataset that an inbox key's folder names (`inbox/orders/…`); undefined when columns must decide. */
export function datasetFromKey(key: string): Dataset | undefined {
  const [, folder, rest] = key.split('/');
  return rest === undefined ? undefined : datasets.find((dataset) => dataset === folder);
}

/** Whether uploading the same bytes again has an effect, as for overrides, which may have been ended in between. */
export function isReplayable(key: string): boolean {
  const dataset = datasetFromKey(key);
  return dataset !== undefined && holdsDecisions(dataset);
}

/** Computes a digest of a set of uploads that does not depend on their order. */
export function inboxDigest(objects: readonly UploadObject[]): string {
  const names = objects.map(({ key, etag, lastModified }) => `${key}\n${etag}\n${lastModified}`).toSorted();
  return createHash('sha256').update(names.join('\n\n')).digest('hex').slice(0, 16);
}
