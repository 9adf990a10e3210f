import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { WithDatabase } from '../../../shared/adapters/duckdb/duckdb.ts';
import { withScratchDirectory } from '../../../shared/adapters/duckdb/scratch.ts';
import type { RunTable } from '../../../shared/adapters/tables/run-table.ts';
import { modelSchema } from '../../../shared/domain/model.ts';
import { parsePolicy } from '../../../shared/domain/policy/policy.ts';
import { type Report, reportSchema } from '../../../shared/domain/report/report.ts';
import { runFiles } from '../../../shared/domain/run/runs.ts';
import type { ObjectStore } from '../../../shared/ports/objects.ts';
import { reportPage } from '../../../shared/report/page.ts';
import { readRunQuality } from '../../../shared/run/quality.ts';
import { composeReport } from './compose-report.ts';
import { readCustomers } from './read-customers.ts';
import { readHistory } from './read-history.ts';

interface Dependencies {
  lake: ObjectStore;
  runs: Pick<RunTable, 'getRun'>;
  withDatabase: WithDatabase;
  /** ISO 8601, UTC. */
  now: () => string;
}

/** Writes the report of a run that readers already see: `report.json`, which has sums only, and the page made of it. */
export async function writeReport(
  { runId }: { runId: string },
  { lake, runs, withDatabase, now }: Dependencies,
): Promise<{ status: 'done' }> {
  const run = await runs.getRun(runId);
  const quality = await readRunQuality(lake, runId);
  if (!run?.summary || !quality) throw new Error(`Run ${runId} is not complete`);
  const composed = composeReport({
    history: await readHistory(runs, run),
    quality,
    model: modelSchema.parse(await lake.getJson(runFiles.model(runId))),
    policy: parsePolicy(await lake.getJson(runFiles.policy(runId))),
    sums: await withDatabase((database) => readCustomers(database, lake, runId)),
    writtenAt: now(),
  });
  const report = reportSchema.parse(composed);
  await lake.putJson(runFiles.reportData(runId), report);
  await writePage(report, lake);
  return { status: 'done' };
}

const writePage = (report: Report, lake: ObjectStore) =>
  withScratchDirectory(async (directory) => {
    const file = join(directory, 'report.html');
    await writeFile(file, reportPage(report));
    await lake.store(file, runFiles.reportPage(report.run_id), 'text/html; charset=utf-8');
  });
