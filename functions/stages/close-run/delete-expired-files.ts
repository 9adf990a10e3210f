import { mapWithConcurrency } from '../../../shared/adapters/map-with-concurrency.ts';
import type { RunTable } from '../../../shared/adapters/tables/run-table.ts';
import type { RetentionPolicy } from '../../../shared/domain/policy/retention-policy.ts';
import { expiredFiles } from '../../../shared/domain/run/retention.ts';
import { runFromKey, runRoots } from '../../../shared/domain/run/runs.ts';
import { logger } from '../../../shared/observability.ts';
import type { ObjectStore } from '../../../shared/ports/objects.ts';

/**
 * Deletes the files of earlier runs that the policy no longer keeps; their records stay. Decides by the files that are there, so
 * whatever one run leaves behind, the next one deletes. For that reason a failure does not fail the run, which is current.
 * @param runs the current run and the one before, or null
 */
export async function deleteExpiredFiles(
  { current, previous }: { current: string; previous: string | null },
  policy: RetentionPolicy,
  { lake, runs }: { lake: ObjectStore; runs: RunTable },
): Promise<void> {
  try {
    const keys = (await Promise.all(runRoots.map((root) => lake.list(root)))).flat().map(({ key }) => key);
    const ids = new Set(keys.flatMap((key) => runFromKey(key) ?? []));
    const succeeded: string[] = [];
    await mapWithConcurrency([...ids], async (id) => {
      if ((await runs.getRun(id))?.status === 'succeeded') succeeded.push(id);
    });
    const expired = expiredFiles(keys, { current, previous, succeeded }, policy);
    await lake.remove(expired);
    if (expired.length > 0) logger.info('expired files deleted', { files: expired.length });
  } catch (error) {
    logger.warn('expired files not deleted', { error: (error as Error).name });
  }
}
