import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { cleanFile, runFiles } from '../../../../shared/domain/run/runs.ts';
import { createOverrides } from '../../../../shared/pipeline/assignment/overrides.ts';
import { putParquet, type Services, startServices } from '../../services.ts';

const RUN = '20260901T000000000Z-00000002';
// Bucket of 4 by `bucket_of`: 17850 · 2654435769 / 2^24 modulo 4.
const [BUCKET, BUCKETS] = [0, 4];

let services: Services;
beforeEach(async () => {
  services = await startServices();
});
afterEach(() => services.close());

const [earlier, later, latest] = ['2026-08-10T00:00:00.000Z', '2026-08-20T00:00:00.000Z', '2026-08-30T00:00:00.000Z'];
const pin = { kind: 'pin', tier: 'gold', reason: 'why', author: 'who', expires_on: null };
const byApi = (...entries: object[]) => services.lake.putJson(runFiles.overrides(RUN), entries);

const columns = {
  ...{ customer_id: 'VARCHAR', override: 'VARCHAR', tier: 'VARCHAR', reason: 'VARCHAR', author: 'VARCHAR' },
  ...{ expires_on: 'DATE', set_at: 'TIMESTAMP', row_number: 'BIGINT', kind: 'VARCHAR', upload_id: 'VARCHAR' },
};
let uploads = 0;
/** Rows of one file as `clean` writes them. */
function byFile(set_at: string, ...rows: object[]): Promise<void> {
  const upload_id = `${set_at.replaceAll(/[-:.]/g, '')}-${++uploads}`;
  const clean = rows.map(({ kind, ...row }: { kind?: string }, index) => {
    return { ...row, override: kind, kind: 'override', set_at, upload_id, row_number: index + 1 };
  });
  return putParquet(services, cleanFile('overrides', BUCKET, upload_id, 0), columns, clean);
}

function inForce(asOf = '2026-08-31') {
  return services.withDatabase(async (database) => {
    const { name } = await createOverrides(database, services.lake, {
      runId: RUN,
      bucket: BUCKET,
      buckets: BUCKETS,
      asOf,
    });
    return database.rows(`from ${name}`, z.record(z.string(), z.unknown()));
  });
}

const customer_id = '17850';

describe('the overrides in force', () => {
  it('are none without entries, or for a run without them', async () => {
    expect(await inForce()).toEqual([]);
    await byApi();
    expect(await inForce()).toEqual([]);
  });

  it('are those set by the API before the run for customers of the bucket', async () => {
    await byApi({ ...pin, customer_id, set_at: earlier }, { ...pin, customer_id: '顾客/7', set_at: earlier });

    expect(await inForce()).toEqual([{ ...pin, customer_id }]);
  });

  it('include those in files, where the last row of a customer wins', async () => {
    await byFile(
      earlier,
      { ...pin, customer_id: 'a' },
      { ...pin, customer_id: 'b', kind: 'floor' },
      { ...pin, customer_id: 'b', kind: 'ceiling', tier: 'silver' },
    );

    expect(await inForce()).toEqual([
      { ...pin, customer_id: 'a' },
      { ...pin, customer_id: 'b', kind: 'ceiling', tier: 'silver' },
    ]);
  });

  it('are the last entries, whether by API or file', async () => {
    await byFile(earlier, { ...pin, customer_id });
    await byApi({ ...pin, customer_id, set_at: later, kind: 'floor' });
    expect(await inForce()).toMatchObject([{ kind: 'floor' }]);

    await byFile(latest, { ...pin, customer_id, kind: 'ceiling' });
    expect(await inForce()).toMatchObject([{ kind: 'ceiling' }]);
  });

  it('prefer the API for entries of the same time', async () => {
    await byFile(later, { ...pin, customer_id });
    await byApi({ ...pin, customer_id, set_at: later, kind: 'floor' });

    expect(await inForce()).toMatchObject([{ kind: 'floor' }]);
  });

  it('are none after an end, even if the override came from a file and the end from the API, or vice versa', async () => {
    await byFile(earlier, { ...pin, customer_id });
    await byApi({ kind: 'none', customer_id, set_at: later });
    expect(await inForce()).toEqual([]);

    await byFile(latest, { ...pin, customer_id });
    expect(await inForce()).toEqual([{ ...pin, customer_id }]);

    await byApi({ ...pin, customer_id, set_at: earlier });
    await byFile('2026-08-30T00:00:01.000Z', { customer_id, kind: 'none' });
    expect(await inForce()).toEqual([]);
  });

  it('are in force through their last day, and do not revive what they replaced', async () => {
    await byFile(earlier, { ...pin, customer_id });
    await byApi({ ...pin, customer_id, set_at: later, expires_on: '2026-08-31' });

    expect(await inForce('2026-08-31')).toEqual([{ ...pin, customer_id, expires_on: '2026-08-31' }]);
    expect(await inForce('2026-09-01')).toEqual([]);
  });
});
