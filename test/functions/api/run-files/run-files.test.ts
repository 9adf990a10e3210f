import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { getRunFiles, getRunQuality } from '../../../../functions/api/run-files/run-files.ts';
import { objectLinks } from '../../../../shared/adapters/aws/object-links.ts';
import { runFiles } from '../../../../shared/domain/run/runs.ts';
import { type Services, startServices } from '../../services.ts';
import { succeededRun } from '../query/api-table.ts';

const DONE = '20260801T000000000Z-00000001';
const WORKING = '20260901T000000000Z-00000002';

let services: Services;
beforeAll(async () => {
  services = await startServices();
  const { lake, runs } = services;
  await runs.putRun(succeededRun(DONE));
  await runs.putRun({ ...succeededRun(WORKING), status: 'running' });
  await lake.putJson(runFiles.model(DONE), { k: 3 });
  await lake.putJson(runFiles.quality(DONE), { run_id: DONE, as_of: '2026-07-31', totals: { rows: 7 }, uploads: [] });
  await lake.putJson(runFiles.report(DONE, 'one'), {});
});
afterAll(() => services.close());

function answerers() {
  const dependencies = { ...services, links: objectLinks('lake', services.s3) };
  return { files: getRunFiles(dependencies), quality: getRunQuality(dependencies) };
}
const asked = (id: string) => ({ path: { id }, query: {}, body: {}, headers: {} });

describe("a run's files", () => {
  it('are linked, those that are not for the stages alone, for a quarter of an hour', async () => {
    const { body } = await answerers().files(asked(DONE));
    const { files, expires_at, ...run } = JSON.parse(body ?? '');

    expect(run).toEqual({ run_id: DONE, as_of: '2026-07-31' });
    expect(files.map(({ name }: { name: string }) => name)).toEqual(['model.json', 'quality.json']);
    const response = await fetch(files[0].url);
    expect(await response.json()).toEqual({ k: 3 });
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="model.json"');
    expect(new URL(files[0].url).searchParams.get('X-Amz-Expires')).toBe('900');
    expect(Math.abs(Date.parse(expires_at) - Date.now() - 900_000)).toBeLessThan(60_000);
  });

  it('are not linked before the run is whole', async () => {
    await expect(answerers().files(asked(WORKING))).rejects.toMatchObject({ kind: 'run-not-complete' });
  });

  it.each(['nobody', `${DONE}/../${DONE}`, '..'])('of a run %j that is not known are none', async (id) => {
    await expect(answerers().files(asked(id))).rejects.toMatchObject({ kind: 'run-not-found' });
  });
});

describe("a run's quality", () => {
  it('is as the run wrote it', async () => {
    const { body } = await answerers().quality(asked(DONE));

    expect(JSON.parse(body ?? '')).toEqual({ run_id: DONE, as_of: '2026-07-31', totals: { rows: 7 }, uploads: [] });
  });

  it('is not there before the run has looked', async () => {
    await expect(answerers().quality(asked(WORKING))).rejects.toMatchObject({ kind: 'no-quality-yet' });
  });
});
