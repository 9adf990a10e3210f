import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { each } from '../../api/query/api-table.ts';
import { type Services, startServices } from '../../services.ts';
import { type Readers, startReaders } from './readers.ts';
import { FIRST, SECOND, THIRD } from './runs.ts';
import {
  BUCKETS,
  CUSTOMERS,
  idOf,
  ids,
  publishBucket,
  publishShop,
  putShop,
  type Shop,
  type Shown,
  shopWithout,
  shownAfter,
} from './shop.ts';

const FOURTH = '20260404T000000000Z-00000001';
const shop = shopWithout(3);
const scenario = fc.record({
  shops: fc.tuple(shop, shop, shop, shop),
  keeps: fc.tuple(fc.boolean(), fc.boolean(), fc.boolean()),
  /** The item of its first bucket at which the stale run stops. */
  stopsAt: fc.integer({ min: 1, max: CUSTOMERS }),
  /** Buckets that the next run has published when the stale run goes on; all of them: it is current by then. */
  resumesAfter: fc.integer({ min: 0, max: BUCKETS }),
});

let services: Services;
let readers: Readers;
const expected = new Map<string, ReadonlyMap<string, Shown>>();
beforeAll(async () => {
  services = await startServices();
  readers = await startReaders(services, expected);
});
afterAll(() => services.close());

it('reads the same with and without an earlier run that goes on writing while the next ones publish', async () => {
  await fc.assert(
    fc.asyncProperty(scenario, async ({ shops: [before, stale, after, last], keeps, stopsAt, resumesAfter }) => {
      const first = shownAfter(new Map(), before, '2026-04-30', true);
      const third = shownAfter(first, after, '2026-06-30', keeps[1]);
      expected
        .set(FIRST, first)
        .set(THIRD, third)
        .set(FOURTH, shownAfter(third, last, '2026-07-31', keeps[2]));
      await clear();
      await putShop(services, FIRST, before, '2026-04-30', true);
      await publishShop(services, FIRST);
      await services.runs.makeCurrent(FIRST);

      await putShop(services, SECOND, stale, '2026-05-31', keeps[0]);
      const zombie = startZombie(SECOND, stopsAt);
      await zombie.hasStopped;

      await putShop(services, THIRD, after, '2026-06-30', keeps[1]);
      for (let bucket = 0; bucket < BUCKETS; bucket++) {
        if (bucket === resumesAfter) await zombie.goesOn();
        await publishBucket(services, THIRD, bucket);
      }
      await services.runs.makeCurrent(THIRD);
      if (resumesAfter === BUCKETS) await zombie.goesOn();
      expect(await services.runs.makeCurrent(SECOND)).toBe(false);
      expect(await readers.everything(ids)).toEqual(new Set([THIRD]));
      expect(await historyRuns()).not.toContain(SECOND);

      await putShop(services, FOURTH, last, '2026-07-31', keeps[2]);
      await publishShop(services, FOURTH);
      expect(await readers.everything(ids)).toEqual(new Set([THIRD]));
      await services.runs.makeCurrent(FOURTH);
      expect(await readers.everything(ids)).toEqual(new Set([FOURTH]));
    }),
    { numRuns: 4, endOnFailure: true },
  );
});

it('does not show a customer that only the earlier run has, written late', async () => {
  const known: Shop = new Map([[0, { tier: 'VIP', score: 90 }]]);
  const withStranger: Shop = new Map([...known, [2, { tier: 'VIP', score: 50 }]]);
  await clear();
  await putShop(services, FIRST, known, '2026-04-30', true);
  await publishShop(services, FIRST);
  await services.runs.makeCurrent(FIRST);
  await putShop(services, SECOND, withStranger, '2026-05-31', true);
  const zombie = startZombie(SECOND, 1);
  await zombie.hasStopped;
  await putShop(services, THIRD, known, '2026-06-30', true);
  await publishShop(services, THIRD);
  await services.runs.makeCurrent(THIRD);
  await zombie.goesOn();

  expect(await services.items.get({ pk: `CUSTOMER#${idOf(2)}`, sk: 'STATE' })).toMatchObject({ run_id: SECOND });
  expected.set(THIRD, shownAfter(new Map(), known, '2026-06-30', true));
  expect(await readers.everything(ids)).toEqual(new Set([THIRD]));
});

it('refuses to start publishing, or to become current, once a newer run has begun', async () => {
  await clear();
  await services.runs.supersede(THIRD);

  await putShop(services, SECOND, new Map([[1, { tier: 'VIP', score: 90 }]]), '2026-05-31', true);
  await expect(publishShop(services, SECOND)).rejects.toThrow('a newer run has begun');
  expect(await services.runs.makeCurrent(SECOND)).toBe(false);
  expect(await services.runs.getCurrent()).toEqual({ unfinished: [] });
});

/**
 * Publishes a run with writes that stop at an item, as when the environment of its function freezes, and later reach the table
 * all the same.
 */
function startZombie(runId: string, stopsAt: number) {
  const stopped = Promise.withResolvers<void>();
  const thawed = Promise.withResolvers<void>();
  let items = 0;
  const table = {
    ...services.items,
    writeAll: (requests: Parameters<typeof services.items.writeAll>[0]) => services.items.writeAll(freezing(requests)),
  };
  async function* freezing<Request>(requests: AsyncIterable<Request>) {
    for await (const request of requests) {
      items++;
      if (items === stopsAt) {
        stopped.resolve();
        await thawed.promise;
      }
      yield request;
    }
  }
  const work = publishShop({ ...services, items: table }, runId)
    .catch((error: Error) => expect(error.message).toContain('a newer run has begun'))
    // With fewer items to write, it stops after the last one.
    .finally(() => stopped.resolve());
  return {
    hasStopped: stopped.promise,
    goesOn: () => {
      thawed.resolve();
      return work;
    },
  };
}

/** The runs of all tier changes that readers see. */
async function historyRuns(): Promise<string[]> {
  const view = services.customers.view(await services.runs.getCurrent());
  const histories = await Promise.all(ids.map((id) => view.history(id)));
  return histories.flat().map(({ run_id }) => run_id);
}

/** Empties the table. */
async function clear(): Promise<void> {
  const items = await services.everyItem();
  await services.items.writeAll(each(items.map(({ pk, sk }) => ({ remove: { pk, sk } }))));
}
