import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { rm, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Run } from '../../shared/adapters/tables/run-table.ts';
import { type ApiResponse, jsonResponse } from '../../shared/http/response.ts';
import type { RunSummary } from '../../shared/run/summary.ts';
import { PRIVATE_FILE } from '../platform/file-system.ts';
import type { Platform } from '../platform/start-platform.ts';

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
const uncached = { 'cache-control': 'no-store' };

/**
 * Creates the handler of `GET /health`: 200 while this process can write to its data directory, 503 otherwise. Has nothing about
 * customers, since it needs no token.
 * @param startedAt of the process
 */
export function healthCheck(
  { directory, runs }: Pick<Platform, 'directory' | 'runs'>,
  startedAt = new Date(),
): () => Promise<ApiResponse> {
  return async () => {
    const facts = { version, started_at: startedAt.toISOString() };
    try {
      const probe = join(directory.temporary, randomUUID());
      await writeFile(probe, version, { mode: PRIVATE_FILE });
      await rm(probe);
      const { run_id } = await runs.getCurrent();
      const run = run_id === undefined ? undefined : await runs.getRun(run_id);
      const { bavail, bsize } = await statfs(directory.root);
      const shown = run && {
        ...{ run_id: run.run_id, as_of: run.as_of, ended_at: run.ended_at },
        erasures_failed: failedErasures(run),
      };
      return jsonResponse(
        200,
        { status: 'ok', ...facts, run: shown ?? null, disk_free_bytes: bavail * bsize },
        uncached,
      );
    } catch (error) {
      const { code, name } = error as NodeJS.ErrnoException;
      const detail = `The data directory cannot be used (${code ?? name})`;
      return jsonResponse(503, { status: 'unavailable', ...facts, detail }, uncached);
    }
  };
}

/** Erasures that failed in a run; 0 for runs of earlier versions of Strata. */
const failedErasures = ({ summary }: Run) => (summary as Partial<RunSummary> | undefined)?.erasures?.failed ?? 0;
