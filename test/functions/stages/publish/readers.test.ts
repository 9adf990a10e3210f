import { afterAll, beforeAll, expect, it } from 'vitest';
import { table } from '../../../../shared/adapters/aws/table.ts';
import { createDataDirectory } from '../../../contract/data-directory.ts';
import { startDynalite } from '../../../contract/dynalite.ts';
import { createTable } from '../../../contract/dynamo-table.ts';
import { type Services, servicesIn } from '../../services.ts';
import { type Readers, startReaders } from './readers.ts';
import { FIRST, SECOND, THIRD } from './runs.ts';
import { idOf, publishShop, putShop, type Shop, type Shown, shownAfter, tierNames } from './shop.ts';

const CUSTOMERS = 40;
const numbers = Array.from({ length: CUSTOMERS }, (_, number) => number);
const ids = numbers.map(idOf);
const requested = [...ids, 'nobody'];

/** Each run has a different two thirds of the customers, and every third has another tier and value than before. */
const shopOf = (run: number): Shop =>
  new Map(
    numbers
      .filter((number) => (number + run) % 3 > 0)
      .map((number) => {
        const step = Math.floor((number + run) / 3) % 4;
        return [number, { tier: tierNames[step % 2] as string, score: 20 * step + (number % 10) * 1.5 }];
      }),
  );
const plan = [
  { runId: FIRST, asOf: '2026-04-30', keeps: true },
  { runId: SECOND, asOf: '2026-05-31', keeps: true },
  { runId: THIRD, asOf: '2026-06-30', keeps: false },
  { runId: '20260404T000000000Z-00000001', asOf: '2026-07-31', keeps: true },
] as const;

let dynalite: Awaited<ReturnType<typeof startDynalite>>;
let services: Services;
let readers: Readers;
beforeAll(async () => {
  // Over a network, requests of readers and writers interleave as they do not in one process.
  dynalite = await startDynalite();
  await createTable('strata', dynalite.newClient());
  services = await servicesIn(await createDataDirectory(), table('strata', dynalite.newClient()));
  const expected = new Map<string, Map<string, Shown>>();
  let shown = new Map<string, Shown>();
  for (const [run, { runId, asOf, keeps }] of plan.entries()) {
    shown = shownAfter(shown, shopOf(run), asOf, keeps);
    expected.set(runId, shown);
    await putShop(services, runId, shopOf(run), asOf, keeps);
  }
  readers = await startReaders(services, expected);
});
afterAll(() => Promise.all([services.close(), dynalite.close()]));

it('answers every read from a single run while runs are published and become visible', async () => {
  await publishShop(services, FIRST);
  await services.runs.makeCurrent(FIRST, { as_of: '2026-07-31', since: '2026-04-01T00:00:00.000Z' });
  const seen = new Set<string>();
  let isPublishing = true;
  async function hammer(read: (turn: number) => Promise<string>): Promise<number> {
    let turn = 0;
    for (; isPublishing; turn++) seen.add(await read(turn));
    return turn;
  }

  const hammering = Promise.all([
    hammer((turn) => readers.customer(requested[turn % requested.length] as string)),
    hammer((turn) => readers.tier(requested[(7 * turn) % requested.length] as string)),
    hammer(() => readers.batch(requested)),
    hammer((turn) => readers.list(tierNames[turn % 2] as string)),
  ]);
  const publishing = (async () => {
    for (const { runId } of plan.slice(1)) {
      await publishShop(services, runId);
      await services.runs.makeCurrent(runId, { as_of: '2026-07-31', since: new Date().toISOString() });
      // Wait until a reader has seen it before publishing the next one.
      while (!seen.has(runId)) seen.add(await readers.batch(requested));
    }
  })().finally(() => {
    isPublishing = false;
  });
  const [turns] = await Promise.all([hammering, publishing]);

  expect([...seen].toSorted()).toEqual(plan.map(({ runId }) => runId));
  expect(Math.min(...turns)).toBeGreaterThan(1);
  expect(await readers.everything(requested)).toEqual(new Set([plan.at(-1)?.runId]));
});
