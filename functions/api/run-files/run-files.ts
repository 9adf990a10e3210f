import { basename } from 'node:path';
import type { Run, RunTable } from '../../../shared/adapters/tables/run-table.ts';
import { runFiles } from '../../../shared/domain/run/runs.ts';
import { ProblemError } from '../../../shared/http/problem.ts';
import { jsonResponse } from '../../../shared/http/response.ts';
import type { RouteHandler } from '../../../shared/http/route-handler.ts';
import type { ObjectLinks, ObjectStore } from '../../../shared/ports/objects.ts';

interface Dependencies {
  runs: Pick<RunTable, 'getRun'>;
  lake: ObjectStore;
  links: ObjectLinks;
}

/**
 * `GET /v1/runs/{id}/files`: presigned URLs of a run's files for people and other systems. Of an older run, which has no file of all
 * customers, these include the files of its results by customer bucket.
 */
export function getRunFiles({ runs, lake, links }: Dependencies): RouteHandler<'GET /v1/runs/{id}/files'> {
  return async ({ path: { id } }) => {
    const { run_id, as_of, status } = await knownRun(runs, id);
    if (status !== 'succeeded') {
      throw new ProblemError('run-not-complete', `The run is ${status}: only a successful run has files`, {
        run_id,
      });
    }
    const folder = runFiles.all(run_id);
    const all = await lake.list(folder);
    const hasWhole = all.some(({ key }) => key === runFiles.parquet(run_id));
    const objects = all.filter(
      ({ key }) => !key.slice(folder.length).includes('/') || (!hasWhole && key.startsWith(runFiles.allTiers(run_id))),
    );
    if (objects.length === 0) throw filesDeleted(run_id);
    const linked = await Promise.all(
      objects.map(async ({ key, bytes }) => {
        const name = key.slice(folder.length);
        return { name, bytes, ...(await links.downloadLink(key, basename(name))) };
      }),
    );
    const expires_at = linked.map((file) => file.expires_at).toSorted()[0] ?? new Date().toISOString();
    const files = linked.map(({ name, bytes, url }) => ({ name, bytes, url }));
    return jsonResponse(200, { run_id, as_of: as_of ?? null, expires_at, files });
  };
}

/** `GET /v1/runs/{id}/quality`: the quality report of a run, as in `quality.json`. */
export function getRunQuality({ runs, lake }: Dependencies): RouteHandler<'GET /v1/runs/{id}/quality'> {
  return async ({ path: { id } }) => {
    const { run_id, status, gate } = await knownRun(runs, id);
    const quality = await lake.getJson(runFiles.quality(run_id));
    if (quality !== undefined) return jsonResponse(200, quality as object);
    // The gate's verdict is recorded once the report is written; runs of earlier versions of Strata have none.
    if (gate !== undefined || status === 'succeeded') throw filesDeleted(run_id);
    throw new ProblemError('no-quality-yet', 'The run has not checked quality yet, or failed before it did', {
      run_id,
    });
  };
}

const filesDeleted = (run_id: string) =>
  new ProblemError(
    'run-files-deleted',
    "The policy's retention no longer keeps the files of this run, only its record",
    {
      run_id,
    },
  );

async function knownRun(runs: Dependencies['runs'], id: string): Promise<Run> {
  const run = await runs.getRun(id);
  if (run) return run;
  throw new ProblemError('run-not-found', 'No run has this id; GET /v1/runs lists them');
}
