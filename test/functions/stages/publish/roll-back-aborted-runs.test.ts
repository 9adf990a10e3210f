import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { each } from '../../api/query/api-table.ts';
import { type Services, startServices } from '../../services.ts';
import { breakingAfter } from './broken-table.ts';
import { type Readers, startReaders } from './readers.ts';
import { FIRST, SECOND, THIRD } from './runs.ts';
import { CUSTOMERS, ids, publishShop, putShop, type Shop, type Shown, shopWithout, shownAfter } from './shop.ts';

const FOURTH = '20260404T000000000Z-00000001';
const shop = shopWithout(4);
/** A run that is aborted after a number of items, possibly with customers who are in no other run. */
const attempt = fc.record({ shop, items: fc.integer({ min: 0, max: 2 * CUSTOMERS }), keeps: fc.boolean() });

let services: Services;
let readers: Readers;
const expected = new Map<string, ReadonlyMap<string, Shown>>();
beforeAll(async () => {
  services = await startServices();
  readers = await startReaders(services, expected);
});
afterAll(() => services.close());

it('shows the previous run after publishing was aborted at any item, and repairs everything with the next successful run', async () => {
  await fc.assert(
    fc.asyncProperty(
      shop,
      attempt,
      fc.option(attempt),
      shop,
      fc.boolean(),
      async (before, broken, again, after, keeps) => {
        const first = shownAfter(new Map(), before, '2026-04-30', true);
        const last = shownAfter(first, after, '2026-07-31', keeps);
        expected.set(FIRST, first).set(FOURTH, last);
        await clear();

        await putShop(services, FIRST, before, '2026-04-30', true);
        await publishShop(services, FIRST);
        await services.runs.makeCurrent(FIRST);
        await breakOff(SECOND, broken);
        if (again) await breakOff(THIRD, again);
        expect(await readers.everything(ids)).toEqual(new Set([FIRST]));

        await putShop(services, FOURTH, after, '2026-07-31', keeps);
        await publishShop(services, FOURTH);
        expect(await readers.everything(ids)).toEqual(new Set([FIRST]));
        await services.runs.makeCurrent(FOURTH);
        expect(await readers.everything(ids)).toEqual(new Set([FOURTH]));
        expect(await stored()).toEqual(expectedItems(first, last));
      },
    ),
    { numRuns: 4, endOnFailure: true },
  );
});

async function breakOff(runId: string, { shop, items, keeps }: { shop: Shop; items: number; keeps: boolean }) {
  await putShop(services, runId, shop, '2026-05-31', keeps);
  const broken = breakingAfter(items, services);
  // With fewer items to write, it is aborted before `close-run`.
  await publishShop({ ...services, items: broken }, runId).catch((error: Error) => {
    expect(error.message).toBe('Broken off');
  });
}

/** Empties the table. */
async function clear(): Promise<void> {
  const items = await services.everyItem();
  await services.items.writeAll(each(items.map(({ pk, sk }) => ({ remove: { pk, sk } }))));
}

/** Every customer's items as `id sk run`. */
async function stored(): Promise<string[]> {
  const customers = (await services.everyItem()).filter(({ pk }) => pk.startsWith('CUSTOMER#'));
  return customers.map(({ pk, sk, run_id }) => `${pk} ${sk} ${run_id}`).toSorted();
}

/** All states and tier changes are of the last run, which wrote everything. */
function expectedItems(first: ReadonlyMap<string, Shown>, last: ReadonlyMap<string, Shown>): string[] {
  const states = [...new Set([...first.keys(), ...last.keys()])].map((id) => `CUSTOMER#${id} STATE ${FOURTH}`);
  const changes = [...last]
    .filter(([id, { tier }]) => (first.get(id)?.tier ?? tier) !== tier)
    .map(([id]) => `CUSTOMER#${id} TIER#${FOURTH} ${FOURTH}`);
  return [...states, ...changes].toSorted();
}
