import type { RetentionPolicy } from '../policy/retention-policy.ts';
import { isWholeFile, isWorkingFile, runFromKey } from './runs.ts';

/** Runs that have started to be read or are about to be. */
export interface KnownRuns {
  current: string;
  /** The run before the current one, or null. */
  previous: string | null;
  /** Runs that succeeded, in any order. */
  succeeded: readonly string[];
}

/**
 * Returns the files that a retention policy no longer keeps. Those of the current run, of the one before, from which a repeated
 * `close-run` or a read that began earlier may still read, and of newer runs are always kept. Older runs keep the results of their
 * customers by bucket only, so that no erasure has to rewrite a file of all customers. Failed runs count with the successful run
 * that follows.
 * @param keys keys of objects, in any order; those that belong to no run are kept
 */
export function expiredFiles(
  keys: readonly string[],
  { current, previous, succeeded }: KnownRuns,
  { runs, workingFiles }: RetentionPolicy,
): string[] {
  const newestFirst = [...new Set([current, ...succeeded.filter((id) => id < current)])].toSorted().reverse();
  const oldestWithFiles = newestFirst[runs - 1] ?? '';
  const oldestWithWorkingFiles = newestFirst[workingFiles] ?? '';
  return keys.filter((key) => {
    const id = runFromKey(key);
    if (id === undefined || id >= current || id === previous) return false;
    return id < oldestWithFiles || isWholeFile(key) || (isWorkingFile(key) && id < oldestWithWorkingFiles);
  });
}
