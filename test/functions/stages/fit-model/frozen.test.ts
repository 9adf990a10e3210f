import { afterEach, beforeEach, expect, it } from 'vitest';
import { runFiles } from '../../../../shared/domain/run/runs.ts';
import { type Buyer, learn, manyBuyers, putFeatures } from '../../buyers.ts';
import { type Services, startServices } from '../../services.ts';

const [FIRST, SECOND, THIRD] = ['1', '2', '3'].map((n) => `2026040${n}T000000000Z-00000001`) as [
  string,
  string,
  string,
];
const DAY = '2026-03-31';
const frozen = { model: 'frozen' };

let services: Services;
beforeEach(async () => {
  services = await startServices();
});
afterEach(() => services.close());

const buyers = manyBuyers(300);
/** The same customers with three times the spend. */
const richer = buyers.map((each): Buyer => ({ ...each, monetary_total: 3 * each.monetary_total + 1 }));

/** Fits a run's model and makes the run visible. */
async function run(runId: string, customers: readonly Buyer[], policy: object) {
  await putFeatures(services, runId, DAY, customers, 2, policy);
  const model = await learn(services, runId);
  await services.runs.makeCurrent(runId);
  return model;
}

it('keeps all parts of an earlier model over several runs, with the run that fitted it', async () => {
  const { learnt_in, run_id, drift, ...first } = await run(FIRST, buyers, {});
  await run(SECOND, richer, frozen);
  const third = await run(THIRD, richer, frozen);

  expect(third).toMatchObject(first);
  expect(new Set(Object.values(third.learnt_in))).toEqual(new Set([FIRST]));
});

it('is stable while customers do not change, and requests a refit when they do', async () => {
  await run(FIRST, buyers, {});
  const same = await run(SECOND, buyers, frozen);
  const changed = await run(THIRD, richer, frozen);

  expect(same.drift?.verdict).toBe('stable');
  expect(Math.max(...Object.values(same.drift?.psi ?? {}))).toBeCloseTo(0, 12);
  expect(changed.drift).toMatchObject({ verdict: 'refit', worst: 'monetary_total' });
  expect(changed.drift?.psi.recency_days).toBeCloseTo(0, 12);
});

it('refits the parts whose policy settings change, and all that depend on them', async () => {
  await run(FIRST, buyers, {});
  const { learnt_in } = await run(SECOND, richer, { ...frozen, valueScore: { orders: 1 } });

  expect(learnt_in).toEqual({
    lifetime_value: FIRST,
    value_score: SECOND,
    tiers: SECOND,
    rfm: FIRST,
    classes: FIRST,
    clusters: FIRST,
    distributions: FIRST,
  });
});

it('fits everything in a first run, and after a model of an unknown format', async () => {
  const first = await run(FIRST, buyers, frozen);
  await services.lake.putJson(runFiles.model(FIRST), { clusters: {} });
  const second = await run(SECOND, buyers, frozen);

  expect([first.drift, second.drift]).toEqual([null, null]);
  expect(new Set(Object.values(first.learnt_in))).toEqual(new Set([FIRST]));
  expect(new Set(Object.values(second.learnt_in))).toEqual(new Set([SECOND]));
});

it('fits everything once the policy no longer freezes it', async () => {
  await run(FIRST, buyers, {});
  const { learnt_in, drift } = await run(SECOND, richer, {});

  expect([new Set(Object.values(learnt_in)), drift]).toEqual([new Set([SECOND]), null]);
});

it('still writes the plot of the clusters', async () => {
  await run(FIRST, buyers, {});
  await run(SECOND, richer, frozen);

  expect(await services.lake.list(runFiles.clusterPlot(SECOND))).toHaveLength(1);
});
