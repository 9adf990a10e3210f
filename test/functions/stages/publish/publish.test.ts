import { afterEach, beforeEach, expect, it } from 'vitest';
import { runFiles } from '../../../../shared/domain/run/runs.ts';
import { putParquet, type Services, startServices } from '../../services.ts';
import * as run from './runs.ts';

const { columns, customer, FIRST, SECOND, THIRD } = run;
let services: Services;
beforeEach(async () => {
  services = await startServices();
});
afterEach(() => services.close());

const three = [customer('a', 'VIP', 90), customer('b', 'gold', 60), customer('c', 'gold', 50)];
const moved = { previous_tier: 'gold', tier_since: '2026-04-30', tier_cause: 'behaviour changed' };
const movedB = customer('b', 'VIP', 80, moved);
const withMovedB = [customer('a', 'VIP', 90), movedB, customer('c', 'gold', 50)];

/** Publishes a run's tiers, not yet visible. @returns the number of items written */
async function published(runId: string, customers: readonly object[], policy: object = {}): Promise<object> {
  const { items } = await run.published(services, runId, customers, { policy });
  return { items };
}

const seen = (customerId: string) => run.seenOf(services, customerId);
const history = (customerId: string) => run.historyOf(services, customerId);

it('writes every customer in the first run, with attributes as an object', async () => {
  expect(await published(FIRST, three)).toEqual({ items: 3 });
  await services.runs.makeCurrent(FIRST);

  expect(await seen('a')).toMatchObject({ tier: 'VIP', value_score: 90, attributes: { level: '3' } });
  expect(await history('a')).toEqual([]);
});

it('writes nothing if only the date and the days since the last order changed', async () => {
  await published(FIRST, three);
  await services.runs.makeCurrent(FIRST);
  const older = three.map((each) => ({
    ...each,
    as_of: '2026-05-31',
    recency_days: 31,
    tier_reason: 'in other words',
  }));

  expect(await published(SECOND, older)).toEqual({ items: 0 });
});

it('publishes classes and dates, and rewrites customers published by an earlier version without them', async () => {
  await published(FIRST, three);
  await services.runs.makeCurrent(FIRST);
  // Including columns that this version does not publish.
  const { lifecycle, next_order_due_on, ...earlier } = columns;
  await putParquet(services, runFiles.published(FIRST, 0), earlier, three as object[]);
  const classed = three.map((each) => ({ ...each, lifecycle: 'active', next_order_due_on: '2026-05-20' }));

  expect(await published(SECOND, classed)).toEqual({ items: 3 });
  await services.runs.makeCurrent(SECOND);
  expect(await seen('a')).toMatchObject({ lifecycle: 'active', next_order_due_on: '2026-05-20', satisfaction: null });
});

it('writes only changed customers: the state and the tier change', async () => {
  await published(FIRST, three);
  await services.runs.makeCurrent(FIRST);

  expect(await published(SECOND, withMovedB)).toEqual({ items: 2 });
  await services.runs.makeCurrent(SECOND);
  expect(await history('b')).toEqual([
    {
      run_id: SECOND,
      cause: 'behaviour changed',
      as_of: '2026-04-30',
      from: 'gold',
      from_since: '2026-03-31',
      to: 'VIP',
      reason: 'VIP with 80',
      reason_zh: 'VIP：80',
    },
  ]);
});

it('shows all of the old run until the new one is visible', async () => {
  await published(FIRST, three);
  await services.runs.makeCurrent(FIRST);
  await published(SECOND, [...withMovedB, customer('d', 'VIP', 99)]);
  const before = [await seen('b'), await seen('d'), await history('b')];
  await services.runs.makeCurrent(SECOND);

  expect(before).toMatchObject([{ tier: 'gold', value_score: 60 }, undefined, []]);
  expect([await seen('a'), await seen('b'), await seen('d')]).toMatchObject([
    { tier: 'VIP', value_score: 90 },
    { tier: 'VIP', value_score: 80 },
    { tier: 'VIP', value_score: 99 },
  ]);
});

it('shows nothing of a first run before it is visible', async () => {
  await published(FIRST, three);

  expect(await seen('a')).toBeUndefined();
});

it('gives the same result when retried', async () => {
  await published(FIRST, three);
  await services.runs.makeCurrent(FIRST);
  await published(SECOND, withMovedB);

  expect(await published(SECOND, withMovedB)).toEqual({ items: 2 });
  expect((await seen('b'))?.tier).toBe('gold');
  await services.runs.makeCurrent(SECOND);
  expect(await history('b')).toMatchObject([{ from: 'gold', to: 'VIP' }]);
});

it('writes everything after a run that was aborted while publishing, and rolls back its history', async () => {
  await published(FIRST, three);
  await services.runs.makeCurrent(FIRST);
  await published(SECOND, withMovedB);
  const key = { pk: 'CUSTOMER#b', sk: `TIER#${SECOND}` };
  expect(await services.items.getAll([key])).toMatchObject([{ to: 'VIP' }]);

  expect(await published(THIRD, three)).toEqual({ items: 3 });
  expect(await services.items.getAll([key])).toEqual([]);
  expect((await seen('b'))?.tier).toBe('gold');
  await services.runs.makeCurrent(THIRD);
  expect([(await seen('b'))?.tier, await history('b')]).toEqual(['gold', []]);
});

it.each([
  ['leaves a score that moved by no more than 1 point', 61, {}, 0],
  ['writes a score that moved by more than 1 point', 61.01, {}, 1],
  ['writes a score that fell by more than 1 point', 58.99, {}, 1],
  ['writes every move where the policy tolerates none', 60.0001, { publish: { valueScoreTolerance: 0 } }, 1],
])('%s', async (_, score, policy, items) => {
  await published(FIRST, three);
  await services.runs.makeCurrent(FIRST);

  expect(
    await published(SECOND, [three[0] as object, customer('b', 'gold', score), three[2] as object], policy),
  ).toEqual({ items });
});

it('compares small changes with the published value, so that they accumulate', async () => {
  await published(FIRST, three);
  await services.runs.makeCurrent(FIRST);
  expect(await published(SECOND, [three[0] as object, customer('b', 'gold', 60.6), three[2] as object])).toEqual({
    items: 0,
  });
  await services.runs.makeCurrent(SECOND);

  expect(await published(THIRD, [three[0] as object, customer('b', 'gold', 61.2), three[2] as object])).toEqual({
    items: 1,
  });
});

const estimates = {
  p_alive: 0.5,
  probability_of_order: 0.4,
  expected_orders: 4,
  clv: 200,
  clv_low: 150,
  clv_high: 260,
};
const estimated = (more: object) =>
  customer('a', 'VIP', 90, { monetary_mean: 50, clv_method: 'bg-nbd+gamma-gamma', ...estimates, ...more });

it.each([
  ['leaves estimates that moved by no more than a quarter', { p_alive: 0.74, expected_orders: 3.1, clv: 249 }, {}, 0],
  ['leaves the interval of an estimate that stays', { clv_low: 1, clv_high: 1000 }, {}, 0],
  ['writes a probability to be alive that moved by more', { p_alive: 0.24 }, {}, 1],
  ['writes a probability of an order that moved by more', { probability_of_order: 0.66 }, {}, 1],
  ['writes expected orders that moved by more', { expected_orders: 2.9 }, {}, 1],
  ['writes a lifetime value that moved by more', { clv: 251 }, {}, 1],
  ['writes a lifetime value that is estimated in another way', { clv_method: 'pooled-rate+pooled-mean' }, {}, 1],
  [
    'writes every estimate where the policy tolerates no move',
    { clv: 200.01 },
    { publish: { estimateTolerance: 0 } },
    1,
  ],
])('%s', async (_, moved, policy, items) => {
  await published(FIRST, [estimated({})]);
  await services.runs.makeCurrent(FIRST);

  expect(await published(SECOND, [estimated(moved)], policy)).toEqual({ items });
});

it('ignores changes of small estimates by less than a quarter of an order', async () => {
  await published(FIRST, [estimated({ expected_orders: 0.3, clv: 15 })]);
  await services.runs.makeCurrent(FIRST);

  expect(await published(SECOND, [estimated({ expected_orders: 0.06, clv: 3 })])).toEqual({ items: 0 });
  expect(await published(SECOND, [estimated({ expected_orders: 0.3, clv: 2 })])).toEqual({ items: 1 });
});

it('publishes the estimates with their interval and method', async () => {
  await published(FIRST, [estimated({})]);
  await services.runs.makeCurrent(FIRST);

  expect(await seen('a')).toMatchObject({ ...estimates, clv_method: 'bg-nbd+gamma-gamma' });
});
