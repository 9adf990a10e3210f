import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { erase } from '../../../../functions/stages/erase/erase.ts';
import { maintainBucket } from '../../../../functions/stages/maintain-bucket/maintain-bucket.ts';
import { runFiles } from '../../../../shared/domain/run/runs.ts';
import { whatIfFiles } from '../../../../shared/domain/run/what-if.ts';
import { fakeEvents } from '../../fakes.ts';
import { putParquet, readParquet, type Services, startServices } from '../../services.ts';

const [OLD, RUN] = ['20260801T000000000Z-00000001', '20260901T000000000Z-00000002'];
// Buckets of 4 by `bucket_of`: 17850 · 2654435769 / 2^24 modulo 4, and an MD5 modulo 4.
const bucketOf = { '17850': 0, '顾客/7': 1 };

let services: Services;
let bus: ReturnType<typeof fakeEvents>;
beforeEach(async () => {
  bus = fakeEvents();
  services = await startServices();
});
afterEach(() => services.close());

const eraseShared = (more: object = {}) =>
  erase({ runId: RUN }, { ...services.as('stages/erase', bus), buckets: 4, ...more });
const maintain = (bucket: number) =>
  maintainBucket({ runId: RUN, bucket }, { ...services.as('stages/maintain-bucket'), buckets: 4 });

/** Erases as the workflow does: from shared files, and then from the buckets of the customers. */
async function run() {
  const shared = await eraseShared();
  for (const bucket of shared.buckets) await maintain(bucket);
  return shared;
}
const ask = (customer_id: string) =>
  services.erasures.put({ erasure_id: `of ${customer_id}`, customer_id, asked_at: '2026-08-15T00:00:00.000Z' });

const columns = { customer_id: 'VARCHAR', amount: 'DECIMAL(18,4)', at: 'TIMESTAMP' };
const rows = (...ids: string[]) =>
  ids.map((customer_id, index) => ({ customer_id, amount: index + 0.5, at: '2026-08-01 10:00:00' }));
const idsIn = async (key: string) => (await readParquet(services, key)).map(({ customer_id }) => customer_id);

async function text(key: string): Promise<string> {
  const stream = await services.lake.readRange(key, 0, 100_000);
  return Buffer.concat(await stream.toArray()).toString('utf8');
}

async function putText(key: string, body: string): Promise<void> {
  await services.lake.receive(Readable.from([Buffer.from(body)]), key, 'text/plain');
}

describe('without a pending erasure', () => {
  it('reads and writes nothing', async () => {
    expect(await run()).toEqual({ status: 'done', erased: 0, rows: 0, buckets: [] });
    expect(bus.forgotten).toEqual([]);
  });
});

describe('an erased customer', () => {
  it('is removed from clean rows, features, tiers and published states of every run; other rows keep their order', async () => {
    const keys = [
      `clean/orders/bucket=00${bucketOf['17850']}/upload=one/0.parquet`,
      runFiles.features(OLD, bucketOf['17850']),
      runFiles.tiers(OLD, bucketOf['17850']),
      runFiles.published(OLD, bucketOf['17850']),
    ];
    for (const key of keys) await putParquet(services, key, columns, rows('9', '17850', '123', '17850', '1'));
    await ask('17850');

    expect(await run()).toEqual({ status: 'done', erased: 1, rows: 0, buckets: [bucketOf['17850']] });
    for (const key of keys) expect(await idsIn(key), key).toEqual(['9', '123', '1']);
    expect((await readParquet(services, keys[0] ?? ''))[1]).toMatchObject({ amount: '2.5000' });
  });

  it("is searched for only in the customer's bucket", async () => {
    const other = `clean/orders/bucket=00${bucketOf['顾客/7']}/upload=one/0.parquet`;
    await putParquet(services, other, columns, rows('17850'));
    await ask('17850');

    expect((await run()).buckets).toEqual([bucketOf['17850']]);
    expect(await idsIn(other)).toEqual(['17850']);
  });

  it('is removed from the overrides of every run', async () => {
    const pin = { kind: 'pin', tier: 'gold', reason: 'why', author: 'who', expires_on: null, set_at: '2026-08-01' };
    const entries = ['9', '17850', '顾客/7'].map((customer_id) => ({ ...pin, customer_id }));
    for (const id of [OLD, RUN]) await services.lake.putJson(runFiles.overrides(id), entries);
    await ask('17850');

    expect(await run()).toMatchObject({ erased: 1, rows: 2 });
    for (const id of [OLD, RUN]) {
      expect(await services.lake.getJson(runFiles.overrides(id))).toEqual([entries[0], entries[2]]);
    }
  });

  it('is removed from what-if results, whose counts stay', async () => {
    const mover = (customer_id: string) => ({
      ...{
        customer_id,
        from: 'gold',
        to: 'VIP',
        cause: 'policy changed',
        value_score: 80,
        reason: 'why',
        reason_zh: '',
      },
    });
    const movers = { customers: 2, ways: [], first: [mover('1'), mover('17850')] };
    const answer = { policy_hash: '', policy_changes: [], not_evaluated: [], tiers: [], segments: null, foretold: [] };
    const outcome = { status: 'succeeded', run_id: OLD, as_of: '2026-07-31', error: null, message: null };
    const result = (of: object) => ({ ...outcome, answer: { ...answer, movers: { ...movers, ...of } } });
    await services.lake.putJson(whatIfFiles.result('one'), result({}));
    await services.lake.putJson(whatIfFiles.policy('one'), { anything: '17850' });
    await putText(whatIfFiles.movers('one'), 'customer_id,from,to\n17850,gold,VIP\n1,gold,VIP\n');
    await ask('17850');

    expect(await run()).toMatchObject({ erased: 1, rows: 2 });
    expect(await services.lake.getJson(whatIfFiles.result('one'))).toEqual(result({ first: [mover('1')] }));
    expect(await text(whatIfFiles.movers('one'))).toBe('customer_id,from,to\n1,gold,VIP\n');
  });

  it('is forgotten by the event bus', async () => {
    await ask('17850');
    await ask('顾客/7');
    await run();

    expect(bus.forgotten).toEqual(['17850', '顾客/7']);
  });

  it("is removed from a run's CSV files, whose other lines stay unchanged", async () => {
    const lines = [
      'customer_id,tier,note',
      '1,gold,"a, ""b"""',
      '17850,gold,"two\nlines"',
      '3,"",',
      '4,gold,17850',
      '',
    ];
    await putText(runFiles.clusterPlot(OLD), lines.join('\n'));
    await ask('17850');

    expect((await run()).rows).toBe(1);
    expect(await text(runFiles.clusterPlot(OLD))).toBe(lines.filter((line) => !line.startsWith('17850')).join('\n'));
  });

  it("is removed from quarantine, by the upload's header and in malformed rows", async () => {
    await services.lake.putJson(runFiles.report(OLD, 'up'), { status: 'cleaned', columns: { customer_id: 'Kunde' } });
    const key = runFiles.quarantine(OLD, 'up');
    await putText(
      key,
      [
        'strata_row,strata_reason,strata_column,strata_upload,strata_raw,Kunde,Menge',
        '1,bad_date,at,up,, 17850.0,2',
        '2,bad_date,at,up,,5,17850',
        '3,malformed_row,,up,"x;17850;y",,',
        '4,malformed_row,,up,"x;5;y",,',
        '',
      ].join('\n'),
    );
    await ask('17850');

    expect((await run()).rows).toBe(2);
    expect((await text(key)).match(/^\d/gm)).toEqual(['2', '4']);
  });

  it.each(['=17', "'-x", '+49 30'])(
    'whose id %s looks like a formula is removed from CSV files that hide it',
    async (id) => {
      await services.lake.putJson(runFiles.report(OLD, 'up'), {
        status: 'cleaned',
        columns: { customer_id: '=Kunde' },
      });
      await putText(runFiles.clusterPlot(OLD), `customer_id,tier\n'${id},gold\n'=18,gold\n17,gold\n`);
      await putText(runFiles.quarantine(OLD, 'up'), `strata_row,strata_raw,'=Kunde\n1,,'${id}\n2,,'=18\n`);
      await ask(id);

      expect((await run()).rows).toBe(2);
      expect(await text(runFiles.clusterPlot(OLD))).toBe(`customer_id,tier\n'=18,gold\n17,gold\n`);
      expect(await text(runFiles.quarantine(OLD, 'up'))).toBe(`strata_row,strata_raw,'=Kunde\n2,,'=18\n`);
    },
  );

  it('is removed from the table again, and stays pending until the run is visible', async () => {
    const state = { customer_id: '17850', tier: 'gold', value_score: 50 };
    const change = { state, before: undefined, tierChange: undefined };
    await services.customers.write(
      OLD,
      0,
      (async function* () {
        yield change;
      })(),
    );
    await ask('17850');
    await run();

    expect(await services.customers.holds('17850')).toBe(false);
    expect(await services.erasures.pending()).toMatchObject([{ customer_id: '17850', erased_by: RUN }]);
  });

  it('gives the same result when retried', async () => {
    await putText(runFiles.clusterPlot(OLD), 'customer_id,x\n17850,1\n1,1\n');
    await putParquet(services, runFiles.tiers(OLD, 0), columns, rows('17850', '1'));
    await ask('17850');
    expect(await run()).toMatchObject({ erased: 1, rows: 1 });

    expect(await run()).toMatchObject({ erased: 1, rows: 0 });
    expect(await idsIn(runFiles.tiers(OLD, 0))).toEqual(['1']);
  });

  it('does not change files without customer rows', async () => {
    await services.lake.putJson(runFiles.model(OLD), { customer_id: '17850' });
    await putText(`runs/${OLD}/crosswalk.csv`, 'segment,customers\n17850,3\n');
    await ask('17850');

    expect((await run()).rows).toBe(0);
  });
});

describe('an erasure that is stopped', () => {
  const uploads = ['one', 'three', 'two'];
  const keys = uploads.map((id) => runFiles.quarantine(OLD, id));
  beforeEach(async () => {
    for (const key of keys) await putText(key, 'strata_row,strata_raw\n1,x;17850;y\n2,x;5;y\n');
    await ask('17850');
  });
  /** Records which quarantine files are read. */
  function reading(read: string[], fail: (key: string) => boolean = () => false) {
    const { lake } = services.as('stages/erase', bus);
    return {
      lake: {
        ...lake,
        async fileFor(key: string, ...rest: [string, number?]) {
          if (fail(key)) throw new Error('stopped');
          if (keys.includes(key)) read.push(key);
          await lake.fileFor(key, ...rest);
        },
      },
    };
  }
  const pending = async () => (await services.erasures.pending())[0];

  it('by the end of its time goes on with the next file when it is called again', async () => {
    const read: string[] = [];
    const outcomes: string[] = [];
    for (let status = ''; status !== 'done'; ) {
      ({ status } = await eraseShared({ ...reading(read), hasTime: () => false }));
      outcomes.push(status);
      if (status === 'more') expect(await pending()).not.toHaveProperty('shared_files_erased_by');
    }

    expect(outcomes).toEqual(['more', 'more', 'done']);
    expect(read).toEqual(keys);
    expect(await pending()).toMatchObject({ shared_files_erased_by: RUN });
  });

  it('by a crash goes on after the last file that it rewrote', async () => {
    const read: string[] = [];
    await expect(eraseShared(reading(read, (key) => key === keys[2]))).rejects.toThrow('stopped');
    expect(read).toEqual(keys.slice(0, 2));

    expect(await eraseShared(reading(read))).toMatchObject({ status: 'done', rows: 1 });
    expect(read).toEqual(keys);
  });

  it('leaves erasures that were requested meanwhile to the next run', async () => {
    expect(await eraseShared({ hasTime: () => false })).toMatchObject({ status: 'more', erased: 1 });
    await ask('5');

    expect(await run()).toMatchObject({ status: 'done', erased: 1, buckets: [bucketOf['17850']] });
    expect(await text(keys[0] ?? '')).toContain('x;5;y');
  });

  it('in its bucket is not marked as carried out', async () => {
    await services.lake.putJson(runFiles.tiers(OLD, 0), 'no Parquet file');
    await eraseShared();

    await expect(maintain(0)).rejects.toThrow();
    expect(await pending()).not.toHaveProperty('erased_by');
    await putParquet(services, runFiles.tiers(OLD, 0), columns, rows('17850', '1'));
    await maintain(0);
    expect(await pending()).toMatchObject({ erased_by: RUN });
  });

  it('before its bucket is not begun there', async () => {
    await putParquet(services, runFiles.tiers(OLD, 0), columns, rows('17850', '1'));
    await eraseShared({ hasTime: () => false });
    await maintain(0);

    expect(await idsIn(runFiles.tiers(OLD, 0))).toEqual(['17850', '1']);
    expect(await pending()).not.toHaveProperty('erased_by');
  });
});
