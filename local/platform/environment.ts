import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Schedule } from '../../shared/domain/run/schedule.ts';
import type { DataDirectory } from './data-directory.ts';

/** Buckets processed in parallel: while one waits for its files, the other uses the processors. */
export const BUCKETS_AT_ONCE = 2;

/** The URLs of a data directory's parts, by the variables that the functions read. */
const platformUrls = ({ objects, database, events, idKey }: DataDirectory) => ({
  INBOX: pathToFileURL(join(objects, 'inbox')).href,
  LAKE: pathToFileURL(join(objects, 'lake')).href,
  TABLE: pathToFileURL(database).href.replace(/^file:/, 'sqlite:'),
  EVENTS: pathToFileURL(events).href,
  ID_KEY: pathToFileURL(idKey).href,
  WORKFLOW: 'embedded:segmentation',
});

/**
 * Sets the environment variables that a deployment sets, and moves temporary files into the data directory. To be called before
 * any function is loaded; nothing below `local` imports what reads these variables.
 * @param verbose lets the functions log
 */
export function setEnvironment(directory: DataDirectory, schedule: Schedule, verbose: boolean): void {
  // Enough for a thread on every processor; on a machine with two, a run takes less than a gigabyte altogether.
  const processors = Math.max(2, availableParallelism());
  Object.assign(process.env, {
    ...platformUrls(directory),
    TMPDIR: directory.temporary,
    BUCKETS: '8',
    BUCKETS_AT_ONCE: String(BUCKETS_AT_ONCE),
    SCHEDULE_DAY: String(schedule.day),
    SCHEDULE_HOUR: String(schedule.hour),
    SCHEDULE_TIME_ZONE: schedule.timeZone,
    CACHE_SECONDS: '3600',
    TOKEN_ENDPOINT: '/oauth2/token',
    SETTLE_SECONDS: '0',
    LEASE_SECONDS: '21600',
    DUCKDB_MEMORY_MB: String(150 * processors),
    BUCKET_MEMORY_MB: String(100 * processors),
    POWERTOOLS_LOG_LEVEL: verbose ? 'INFO' : 'SILENT',
    POWERTOOLS_METRICS_DISABLED: 'true',
  });
}
