import { createHash } from 'node:crypto';
import { NoOrdersError } from '../../errors.ts';

/**
 * A run's name: when it took the lock, then its execution, so that names sort by time.
 * @param now ISO 8601, UTC
 * @returns e.g. `20260801T093000000Z-7be2d41f`
 */
export function createRunId(now: string, executionArn: string): string {
  return `${now.replaceAll(/[-:.]/g, '')}-${createHash('sha256').update(executionArn).digest('hex').slice(0, 8)}`;
}

const OVERRIDES_FILE = 'overrides.json';

/** The objects a run writes, by name. */
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
  quality: (runId: string) => `runs/${runId}/quality.json`,
  csv: (runId: string) => `runs/${runId}/customers.csv`,
  parquet: (runId: string) => `runs/${runId}/customers.parquet`,
  crosswalk: (runId: string) => `runs/${runId}/crosswalk.csv`,
  servicePlan: (runId: string) => `runs/${runId}/service-plan.csv`,
} as const;

/** Where all clean rows stand. */
export const cleanRoot = 'clean/';

/** Where clean rows of a dataset stand. */
export const cleanDataset = (dataset: string) => `${cleanRoot}${dataset}/`;

/** Where clean rows of a dataset stand, by customer bucket and upload. */
export function cleanPrefix(dataset: string, bucket: number): string {
  return `${cleanDataset(dataset)}bucket=${padded(bucket)}/`;
}

export const cleanUploadPrefix = (dataset: string, bucket: number, uploadId: string) =>
  `${cleanPrefix(dataset, bucket)}upload=${uploadId}/`;

export const cleanFile = (dataset: string, bucket: number, uploadId: string, part: number) =>
  `${cleanUploadPrefix(dataset, bucket, uploadId)}${part}.parquet`;

/** The upload whose rows a clean file holds. */
export const uploadIdFromKey = (key: string) => key.split('upload=')[1]?.split('/')[0];

/** The customers' bucket that a file is of; undefined where it is of all. */
export function bucketFromKey(key: string): number | undefined {
  const digits = key.match(/\bbucket=(\d+)/)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/** Whether a file is what the API had been told of customers' tiers when a run began. */
export const isOverridesFile = (key: string) => key.startsWith('runs/') && key.endsWith(`/${OVERRIDES_FILE}`);

/** The run and the upload that a file of refused rows is of; undefined for any other file. */
export function parseQuarantineKey(key: string): { runId: string; uploadId: string } | undefined {
  const [, runId, uploadId] = key.match(/^quarantine\/([^/]+)\/([^/]+)\.csv$/) ?? [];
  return runId === undefined || uploadId === undefined ? undefined : { runId, uploadId };
}

const padded = (bucket: number) => String(bucket).padStart(3, '0');
const bucketFile = (bucket: number) => `bucket=${padded(bucket)}.parquet`;

/**
 * The day a run segments for: the one asked for, else the day of the newest order seen.
 * @throws {NoOrdersError} when neither is known
 */
export function resolveAsOf(run: { as_of_requested?: string; newest_order_on?: string }): string {
  const day = run.as_of_requested ?? run.newest_order_on;
  if (!day) throw new NoOrdersError('There is no order yet: drop an export of orders into the inbox');
  return day;
}
