import { createHash } from 'node:crypto';
import { NoOrdersError } from '../../errors.ts';
import { laterThan } from '../calendar/later-than.ts';

/**
 * Creates a run id from the time the run took the lock and a hash of its execution. Ids sort in the order in which they are
 * created, whatever the clock says.
 * @param now ISO 8601, UTC
 * @param last the newest id so far; the new one is later
 * @returns e.g. `20260801T093000000Z-7be2d41f`
 */
export function createRunId(now: string, executionArn: string, last?: string): string {
  const time = last === undefined ? now : laterThan(timeOfRun(last), now);
  return `${time.replaceAll(/[-:.]/g, '')}-${createHash('sha256').update(executionArn).digest('hex').slice(0, 8)}`;
}

/** The time in a run id, ISO 8601, UTC. */
export const timeOfRun = (runId: string) =>
  runId.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})Z-.*$/, '$1-$2-$3T$4:$5:$6.$7Z');

const OVERRIDES_FILE = 'overrides.json';

/** Keys of the objects that a run writes. */
export const runFiles = {
  all: (runId: string) => `runs/${runId}/`,
  policy: (runId: string) => `runs/${runId}/policy.json`,
  manifest: (runId: string) => `runs/${runId}/uploads.json`,
  overrides: (runId: string) => `runs/${runId}/${OVERRIDES_FILE}`,
  report: (runId: string, uploadId: string) => `runs/${runId}/uploads/${uploadId}.json`,
  reports: (runId: string) => `runs/${runId}/uploads/`,
  quarantine: (runId: string, uploadId: string) => `quarantine/${runId}/${uploadId}.csv`,
  quarantines: (runId: string) => `quarantine/${runId}/`,
  features: (runId: string, bucket: number) => `runs/${runId}/features/${bucketFile(bucket)}`,
  allFeatures: (runId: string) => `runs/${runId}/features/`,
  model: (runId: string) => `runs/${runId}/model.json`,
  clusterPlot: (runId: string) => `runs/${runId}/clusters.csv`,
  tiers: (runId: string, bucket: number) => `runs/${runId}/tiers/${bucketFile(bucket)}`,
  allTiers: (runId: string) => `runs/${runId}/tiers/`,
  published: (runId: string, bucket: number) => `runs/${runId}/published/${bucketFile(bucket)}`,
  publication: (runId: string, bucket: number) => `runs/${runId}/published/${bucketFile(bucket)}.json`,
  withdrawn: (runId: string, bucket: number) => `runs/${runId}/withdrawn/${bucketFile(bucket)}`,
  publications: (runId: string) => `runs/${runId}/published/`,
  tierChanges: (runId: string, bucket: number) => `runs/${runId}/changes/${bucketFile(bucket)}`,
  allTierChanges: (runId: string) => `runs/${runId}/changes/`,
  usageNote: (runId: string, stage: string, requestId: string) => `runs/${runId}/usage/${stage}/${requestId}.json`,
  usageNotes: (runId: string) => `runs/${runId}/usage/`,
  stageUsageNotes: (runId: string, stage: string) => `runs/${runId}/usage/${stage}/`,
  quality: (runId: string) => `runs/${runId}/quality.json`,
  csv: (runId: string) => `runs/${runId}/customers.csv`,
  parquet: (runId: string) => `runs/${runId}/customers.parquet`,
  crosswalk: (runId: string) => `runs/${runId}/crosswalk.csv`,
  servicePlan: (runId: string) => `runs/${runId}/service-plan.csv`,
  /** Prefix of the report's files. */
  reportFiles: (runId: string) => `runs/${runId}/report.`,
  reportData: (runId: string) => `runs/${runId}/report.json`,
  reportPage: (runId: string) => `runs/${runId}/report.html`,
  erasureProgress: (runId: string) => `runs/${runId}/erasures/progress.json`,
} as const;

/** Prefix of the files of all runs except quarantine. */
export const runsRoot = 'runs/';

/** Prefixes of the files of all runs. */
export const runRoots = [runsRoot, 'quarantine/'] as const;

/** Returns the run that a file belongs to; undefined for files of no run. */
export const runFromKey = (key: string) => key.match(/^(?:runs|quarantine)\/([^/]+)\//)?.[1];

/** Whether a file of a run is read only while the run and the next one are made, and by what is asked of the current run. */
export const isWorkingFile = (key: string) =>
  /^runs\/[^/]+\/(?:features|published|withdrawn|changes|usage|erasures)\//.test(key);

/** Whether a file holds the results of all customers of a run, which its `tiers/` have by bucket. */
export const isWholeFile = (key: string) => /^runs\/[^/]+\/customers\.(?:csv|parquet)$/.test(key);

/** The run's folder of files by bucket that a file is in, such as `runs/<run>/tiers/`; undefined for other files. */
export const bucketFolder = (key: string) => key.match(/^(runs\/[^/]+\/[^/]+\/)bucket=\d+\.parquet$/)?.[1];

/** The key of a bucket's file in such a folder. */
export const fileInFolder = (folder: string, bucket: number) => `${folder}${bucketFile(bucket)}`;

/** Prefix of all clean rows. */
export const cleanRoot = 'clean/';

/** Prefix of a dataset's clean rows. */
export const cleanDataset = (dataset: string) => `${cleanRoot}${dataset}/`;

/** Prefix of a dataset's clean rows in one customer bucket. */
export function cleanPrefix(dataset: string, bucket: number): string {
  return `${cleanDataset(dataset)}bucket=${padBucket(bucket)}/`;
}

export const cleanUploadPrefix = (dataset: string, bucket: number, uploadId: string) =>
  `${cleanPrefix(dataset, bucket)}upload=${uploadId}/`;

/** @param attempt see {@link cleaningAttempt}; files of earlier versions of Strata name none */
export const cleanFile = (dataset: string, bucket: number, uploadId: string, part: number, attempt?: string) =>
  `${cleanUploadPrefix(dataset, bucket, uploadId)}${attempt === undefined ? '' : `${attempt}_`}${part}.parquet`;

/**
 * Names an attempt at cleaning an upload. Names sort by run and then by start.
 * @param now ISO 8601, UTC
 */
export const cleaningAttempt = (runId: string, now: string) => `${runId}_${now.replaceAll(/[-:.]/g, '')}`;

/** Splits the key of a clean file into the upload's prefix and the attempt. */
function parseCleanFile(key: string): { prefix: string; attempt: string } | undefined {
  const [, prefix, attempt = ''] = key.match(/^(clean\/.*\/upload=[^/]+\/)(?:(.+)_)?\d+\.parquet$/) ?? [];
  return prefix === undefined ? undefined : { prefix, attempt };
}

/**
 * Leaves out clean files that a later attempt at the same upload has replaced, even where its writer has not removed them yet, or
 * has written them since. Other keys stay.
 */
export function currentFiles<Listed extends { key: string }>(objects: readonly Listed[]): Listed[] {
  const newest = new Map<string, string>();
  for (const { key } of objects) {
    const file = parseCleanFile(key);
    if (file && file.attempt >= (newest.get(file.prefix) ?? '')) newest.set(file.prefix, file.attempt);
  }
  return objects.filter(({ key }) => {
    const file = parseCleanFile(key);
    return !file || file.attempt === newest.get(file.prefix);
  });
}

/** The attempt that wrote a clean file. */
export const attemptFromKey = (key: string) => parseCleanFile(key)?.attempt ?? '';

/** Returns the id of the upload whose clean rows a file holds. */
export const uploadIdFromKey = (key: string) => key.split('upload=')[1]?.split('/')[0];

/** Prefix of the clean rows that a run holds: no run reads them. */
export const heldRoot = 'held/';

export const heldPrefix = (uploadId: string) => `${heldRoot}${uploadId}/`;

/** Where a clean file of an upload is while it is held. */
export const heldFile = (uploadId: string, key: string) => `${heldPrefix(uploadId)}${key.slice(cleanRoot.length)}`;

/** The clean file that a held one becomes. */
export const releasedFile = (uploadId: string, key: string) => `${cleanRoot}${key.slice(heldPrefix(uploadId).length)}`;

/** Says which run holds the rows. */
export const heldNote = (uploadId: string) => `${heldPrefix(uploadId)}held.json`;

/** Returns the id of the upload whose rows are held. */
export const uploadIdFromHeldKey = (key: string) => key.split('/')[1] ?? '';

/** Returns the customer bucket in a key; undefined for files that cover all customers. */
export function bucketFromKey(key: string): number | undefined {
  const digits = key.match(/\bbucket=(\d+)/)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/** Whether a file holds the overrides that were set through the API when a run started. */
export const isOverridesFile = (key: string) => key.startsWith('runs/') && key.endsWith(`/${OVERRIDES_FILE}`);

/** Returns the run and upload of a quarantine file; undefined for other files. */
export function parseQuarantineKey(key: string): { runId: string; uploadId: string } | undefined {
  const [, runId, uploadId] = key.match(/^quarantine\/([^/]+)\/([^/]+)\.csv$/) ?? [];
  return runId === undefined || uploadId === undefined ? undefined : { runId, uploadId };
}

const padBucket = (bucket: number) => String(bucket).padStart(3, '0');
const bucketFile = (bucket: number) => `bucket=${padBucket(bucket)}.parquet`;

/**
 * Returns the date that a run segments for: the requested one, otherwise the date of the newest order.
 * @throws {NoOrdersError} when there is neither
 */
export function resolveAsOf(run: { as_of_requested?: string; newest_order_on?: string }): string {
  const day = run.as_of_requested ?? run.newest_order_on;
  if (!day) throw new NoOrdersError('There are no orders yet: upload an orders file to the inbox');
  return day;
}
