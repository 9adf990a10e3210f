import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { getRunFiles, getRunQuality } from '../../../../functions/api/run-files/run-files.ts';
import { runFiles } from '../../../../shared/domain/run/runs.ts';
import { type Services, startServices } from '../../services.ts';
import { succeededRun } from '../query/api-table.ts';

const DONE = '20260801T000000000Z-00000001';
const RUNNING = '20260901T000000000Z-00000002';
const OLDER = '20260701T000000000Z-00000001';
/** Runs whose files have been deleted: one that succeeded, and one that was held. */
const [OLD, OLD_HELD] = ['20240801T000000000Z-00000001', '20240901T000000000Z-00000002'] as const;

let services: Services;
beforeAll(async () => {
  services = await startServices();
  const { lake, runs } = services;
  await runs.putRun(succeededRun(DONE));
  await runs.putRun({ ...succeededRun(RUNNING), status: 'running' });
  await runs.putRun(succeededRun(OLD));
  await runs.putRun({ ...succeededRun(OLD_HELD), status: 'failed', gate: 'held' });
  await lake.putJson(runFiles.model(DONE), { k: 3 });
  await lake.putJson(runFiles.quality(DONE), { run_id: DONE, as_of: '2026-07-31', totals: { rows: 7 }, uploads: [] });
  await lake.putJson(runFiles.report(DONE, 'one'), {});
});
afterAll(() => services.close());

function routes() {
  const asFunction = services.as('api/run-files');
  const dependencies = { ...asFunction, links: asFunction.links('lake') };
  return { files: getRunFiles(dependencies), quality: getRunQuality(dependencies) };
}
const requestFor = (id: string) => ({ path: { id }, query: {}, body: {}, headers: {} });

/** To the nearest minute. */
const minutesUntil = (time: string) => Math.round((Date.parse(time) - Date.now()) / 60_000);

describe("a run's files", () => {
  it('have presigned URLs for 15 minutes, except internal files', async () => {
    const { body } = await routes().files(requestFor(DONE));
    const { files, expires_at, ...run } = JSON.parse(body ?? '');

    expect(run).toEqual({ run_id: DONE, as_of: '2026-07-31' });
    expect(files.map(({ name }: { name: string }) => name)).toEqual(['model.json', 'quality.json']);
    const response = await fetch(files[0].url);
    expect(await response.json()).toEqual({ k: 3 });
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="model.json"');
    expect(minutesUntil(expires_at)).toBe(15);
    expect(Math.abs(Date.parse(expires_at) - Date.now() - 900_000)).toBeLessThan(60_000);
  });

  it('include the results by bucket where there is no file of all customers', async () => {
    const { lake, runs } = services;
    const names = async (runId: string) => {
      const { body } = await routes().files(requestFor(runId));
      return JSON.parse(body ?? '').files.map(({ name }: { name: string }) => name);
    };
    await runs.putRun(succeededRun(OLDER));
    await lake.putJson(runFiles.features(OLDER, 0), 1);
    for (const bucket of [0, 1]) await lake.putJson(runFiles.tiers(OLDER, bucket), bucket);

    expect(await names(OLDER)).toEqual(['tiers/bucket=000.parquet', 'tiers/bucket=001.parquet']);
    await lake.putJson(runFiles.parquet(OLDER), 1);
    expect(await names(OLDER)).toEqual(['customers.parquet']);
  });

  it('are not available before the run has succeeded', async () => {
    await expect(routes().files(requestFor(RUNNING))).rejects.toMatchObject({ kind: 'run-not-complete' });
  });

  it('are a problem of their own once they have been deleted', async () => {
    await expect(routes().files(requestFor(OLD))).rejects.toMatchObject({ kind: 'run-files-deleted' });
  });

  it.each(['nobody', `${DONE}/../${DONE}`, '..'])('are a problem for the unknown run %j', async (id) => {
    await expect(routes().files(requestFor(id))).rejects.toMatchObject({ kind: 'run-not-found' });
  });
});

describe("a run's quality", () => {
  it('is returned as written by the run', async () => {
    const { body } = await routes().quality(requestFor(DONE));

    expect(JSON.parse(body ?? '')).toEqual({ run_id: DONE, as_of: '2026-07-31', totals: { rows: 7 }, uploads: [] });
  });

  it('is a problem before the run has checked quality', async () => {
    await expect(routes().quality(requestFor(RUNNING))).rejects.toMatchObject({ kind: 'no-quality-yet' });
  });

  it.each([OLD, OLD_HELD])('is a problem of its own once it has been deleted: %s', async (id) => {
    await expect(routes().quality(requestFor(id))).rejects.toMatchObject({ kind: 'run-files-deleted' });
  });
});
