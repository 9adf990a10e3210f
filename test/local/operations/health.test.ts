import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { healthCheck } from '../../../local/operations/health.ts';
import { claimDataDirectory, type DataDirectory } from '../../../local/platform/data-directory.ts';
import type { RunTable } from '../../../shared/adapters/tables/run-table.ts';

let directory: DataDirectory;
beforeEach(async () => {
  directory = await claimDataDirectory(await mkdtemp(join(tmpdir(), 'strata-health-')));
});
afterEach(async () => {
  directory.release();
  await rm(directory.root, { recursive: true });
});

const startedAt = new Date('2026-12-01T00:00:00Z');
const run = {
  ...{ run_id: 'r1', as_of: '2026-11-30', ended_at: '2026-12-01T03:01:00Z', execution_arn: 'arn' },
  summary: { erasures: { completed: 1, failed: 2 } },
};
const withRun = {
  getCurrent: async () => ({ run_id: run.run_id, unfinished: [] }),
  getRun: async () => run,
} as unknown as RunTable;

it('reports the current run, its failed erasures and the free space', async () => {
  const { statusCode, body } = await healthCheck({ directory, runs: withRun }, startedAt)();

  const { disk_free_bytes, ...rest } = JSON.parse(body ?? '');
  expect(statusCode).toBe(200);
  expect(rest).toEqual({
    status: 'ok',
    version: expect.stringMatching(/^\d+\.\d+\.\d+/),
    started_at: startedAt.toISOString(),
    run: { run_id: 'r1', as_of: '2026-11-30', ended_at: '2026-12-01T03:01:00Z', erasures_failed: 2 },
  });
  expect(disk_free_bytes).toBeGreaterThan(0);
});

it('is 503 while the data directory cannot be written', async () => {
  await rm(directory.temporary, { recursive: true });

  const { statusCode, body } = await healthCheck({ directory, runs: withRun }, startedAt)();

  expect(statusCode).toBe(503);
  expect(JSON.parse(body ?? '')).toMatchObject({ status: 'unavailable', detail: expect.stringContaining('ENOENT') });
});
