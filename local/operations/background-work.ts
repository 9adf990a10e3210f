import { realpathSync } from 'node:fs';
import { sep } from 'node:path';
import type { Schedule } from '../../shared/domain/run/schedule.ts';
import { openDrop } from '../cli/drop.ts';
import { CommandError } from '../command-error.ts';
import type { Platform } from '../platform/start-platform.ts';
import { errorFacts, type Log } from './log.ts';
import { type Repetition, repeat } from './repeat.ts';
import { scheduledRuns } from './scheduled-runs.ts';
import { folderWatch } from './watch.ts';

const SCHEDULE_CHECK_MS = 30_000;
/** A file that does not change for this long is finished. */
const LOOK_MS = 5_000;

interface Options {
  schedule: Schedule;
  /** Folders to watch. */
  watch: readonly string[];
  log: Log;
}

/** Starts what goes on by itself while the API is served. @returns a function that ends it */
export function startBackgroundWork(platform: Platform, { schedule, watch, log }: Options): () => Promise<void> {
  const { runs, workflow, takeIn } = platform;
  const now = Date.now;
  const logError = (error: unknown) => log.write('error', 'background work failed', errorFacts(error));
  const look = folderWatch(watch, { openDrop: () => openDrop(platform, { retryRejected: false }), takeIn, log, now });
  const repetitions: Repetition[] = [
    repeat(scheduledRuns({ schedule, runs, workflow, now }), SCHEDULE_CHECK_MS, logError),
    ...(watch.length > 0 ? [repeat(look, LOOK_MS, logError)] : []),
  ];
  return async () => {
    await Promise.all(repetitions.map(({ stop }) => stop()));
  };
}

/**
 * Checks that no watched folder has Strata's own files in it, which it would take in again and again.
 * @param own directories that Strata writes to
 * @throws {CommandError} naming the two
 */
export function checkWatchedFolders(watch: readonly string[], own: readonly string[]): void {
  for (const folder of watch) {
    const inside = own.find((directory) => contains(folder, directory) || contains(directory, folder));
    if (inside !== undefined)
      throw new CommandError(`--watch ${folder} and ${inside} must be apart: choose another folder`);
  }
}

const contains = (outer: string, inner: string) => `${real(inner)}${sep}`.startsWith(`${real(outer)}${sep}`);

function real(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
