import { mapWithConcurrency } from '../adapters/map-with-concurrency.ts';
import type { RunTable } from '../adapters/tables/run-table.ts';
import { runOfAttempt } from '../domain/run/compaction.ts';

/** The runs that wrote some clean files and have succeeded: their uploads are not cleaned again. */
export async function finalRuns(
  files: readonly { key: string }[],
  runs: Pick<RunTable, 'getRun'>,
): Promise<ReadonlySet<string>> {
  const final = new Set<string>();
  const ids = new Set(files.flatMap(({ key }) => runOfAttempt(key) ?? []));
  await mapWithConcurrency([...ids], async (id) => {
    if ((await runs.getRun(id))?.status === 'succeeded') final.add(id);
  });
  return final;
}
