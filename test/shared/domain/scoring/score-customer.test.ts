import { randomLcg } from 'd3-random';
import { describe, expect, it } from 'vitest';
import { assignTiers } from '../../../../functions/stages/assign-tiers/assign-tiers.ts';
import { fitRunModel } from '../../../../functions/stages/fit-model/fit-model.ts';
import { clusterFeatureNames } from '../../../../shared/domain/features/cluster-features.ts';
import { modelSchema } from '../../../../shared/domain/model.ts';
import { parsePolicy } from '../../../../shared/domain/policy/policy.ts';
import { runFiles } from '../../../../shared/domain/run/runs.ts';
import type { OrderLine } from '../../../../shared/domain/scoring/order-lines.ts';
import { customerScorer } from '../../../../shared/domain/scoring/score-customer.ts';
import { nameColumns, numberColumns } from '../../../../shared/domain/tiers/ranking/tier-columns.ts';
import { type Row, readParquet, type Services, startServices } from '../../../functions/services.ts';
import { cleanRows, RUN } from '../../../functions/stages/build-features/clean-rows.ts';

const AS_OF = '2026-03-31';

/** Simulates the order lines of customers over three years. Each has their own pace and order size, and some stop buying. */
function shopping(customers: number): Map<string, OrderLine[]> {
  const random = randomLcg(5);
  const one = <Item>(items: readonly Item[]) => items[Math.floor(random() * items.length)] as Item;
  const time = (minutes: number) =>
    new Date(Date.UTC(2023, 3, 1) + minutes * 60_000).toISOString().slice(0, 19).replace('T', ' ');
  const orderLine = (order_id: string, minute: number, size: number): OrderLine => ({
    order_id,
    ordered_at: time(minute),
    amount: Math.round(size * (0.5 + random()) * 100) / 100,
    kind: 'purchase',
    category: one(['tea', 'Tea', '茶', null]),
    channel: one(['Web', 'store', '小程序', null]),
    region: one(['north', 'south', '上海', null]),
  });
  return new Map(
    Array.from({ length: customers }, (_, index) => {
      const [pace, size, gone] = [3 + 300 * random() ** 2, 5 + 200 * random() ** 3, random() * 2000];
      const lines: OrderLine[] = [];
      let day = random() * 1100;
      for (let order = 0; day < Math.min(gone, 1130) || order === 0; order++) {
        const minute = Math.floor(day * 1440);
        const bought = Array.from({ length: 1 + Math.floor(random() * 3) }, (_, at) =>
          orderLine(`${index}-${order}`, minute + at * (random() < 0.05 ? 3000 : 1), size),
        );
        lines.push(...(random() < 0.04 ? bought.map((each) => ({ ...each, kind: 'undone' })) : bought));
        if (random() < 0.1) {
          const amount = -(bought[0]?.amount ?? 0);
          lines.push({ ...orderLine(`${index}-${order}`, minute + 9000, size), amount, kind: 'return' });
        }
        if (random() < 0.05) lines.push({ ...orderLine(`${index}-${order}`, minute, size), kind: 'fee' });
        day += random() < 0.1 ? 0.01 : -pace * Math.log(1 - random());
      }
      return [`c${index}`, lines];
    }),
  );
}

const people = shopping(400);

type Outcome = Awaited<ReturnType<typeof runPipeline>>;
const outcomes = new Map<string, Outcome>();

/** Runs the pipeline from clean order lines to tiers, once per policy. @returns the model and every customer's row */
async function pipeline(policy: object): Promise<Outcome> {
  const key = JSON.stringify(policy);
  const outcome = outcomes.get(key) ?? (await runPipeline(policy));
  outcomes.set(key, outcome);
  return outcome;
}

async function runPipeline(policy: object) {
  const services = await startServices();
  try {
    return await runStages(policy, services);
  } finally {
    await services.close();
  }
}

async function runStages(policy: object, services: Services) {
  const rows = cleanRows(services);
  await rows.putOrders([...people].flatMap(([customer_id, lines]) => lines.map((line) => ({ customer_id, ...line }))));
  await rows.build(policy);
  await fitRunModel({ runId: RUN }, services.as('stages/fit-model'));
  await assignTiers({ runId: RUN, bucket: 0 }, services.as('stages/assign-tiers'));
  const model = modelSchema.parse(await services.lake.getJson(runFiles.model(RUN)));
  return { model, rows: await readParquet(services, runFiles.tiers(RUN, 0)) };
}

const comparableValue = (row: Row, name: string) => {
  const value = row[name];
  if (name === 'to_next') return JSON.parse(value) ?? [];
  const isNumber = typeof value === 'string' && /^-?\d+\.\d{4}$/.test(value);
  return isNumber ? Number(value) : value;
};

describe('one customer scored from raw orders', () => {
  it.each([
    { what: 'by default', policy: {} },
    {
      what: 'in days, within a window, with nested bins, clustered on all features',
      policy: {
        timeUnit: 'day',
        windowMonths: 9,
        features: { recentDays: 200, trendDays: 45, onlineChannels: ['store'] },
        rfm: { nested: true, segments: 'grid', classSplit: 'median' },
        clusters: { features: clusterFeatureNames, minSilhouette: -1, minGain: -1, minStability: -1, minShare: 0.005 },
        classes: { regions: [{ name: 'North', zh: '北方', regions: ['NORTH'] }], purchaseMode: { by: 'categories' } },
      },
    },
    { what: 'with the simple estimate of lifetime value', policy: { lifetimeValue: { minCustomers: 1000 } } },
    {
      what: 'with density clustering',
      policy: { clusters: { algorithm: 'density', features: ['orders', 'spend_trend'] } },
    },
  ])(
    'has the scores, segment, classes, cluster, lifetime value and tier of the pipeline, $what',
    async ({ policy }) => {
      const { model, rows } = await pipeline(policy);
      const score = customerScorer(model, parsePolicy(policy), AS_OF);

      expect(rows.length).toBeGreaterThan(390);
      expect(new Set(rows.map(({ tier }) => tier)).size).toBe(4);
      expect(new Set(rows.map(({ cluster }) => cluster)).size).toBeGreaterThan(1);
      for (const row of rows) {
        const scored: Row = score(people.get(row.customer_id) ?? []);
        for (const [name, value] of Object.entries(scored)) {
          const expected = comparableValue(row, name);
          const where = `${name} of ${row.customer_id}`;
          if (typeof expected === 'number' && !Number.isInteger(expected)) {
            expect(Math.abs(value - expected), where).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(expected)));
          } else expect(value, where).toEqual(expected);
        }
      }
    },
  );

  it('returns every column that policies can use', async () => {
    const { model } = await pipeline({});
    const score = customerScorer(model, parsePolicy({}), AS_OF);
    const [, lines = []] = [...people][0] ?? [];

    expect(Object.keys(score(lines))).toEqual(expect.arrayContaining([...numberColumns, ...nameColumns]));
  });

  it('prefers the features given to those derived from orders', async () => {
    const { model } = await pipeline({});
    const score = customerScorer(model, parsePolicy({}), AS_OF);
    const [, lines = []] = [...people][0] ?? [];

    expect(score(lines, { satisfaction: 10, region: 'west' })).toMatchObject({ loyalty: 'low', region: 'west' });
  });

  it('is in the lowest tier, without scores, when there is no purchase up to asOf', async () => {
    const { model } = await pipeline({});
    const score = customerScorer(model, parsePolicy({}), AS_OF);
    const later = { order_id: '1', ordered_at: '2026-04-01 00:00:00', amount: 10, kind: 'purchase' };

    expect(score([later])).toMatchObject({
      ...{ tier: 'standard', value_score: 0, rfm: null, clv: null, cluster: null },
      ...{ segment: 'No Purchase', lifecycle: 'potential' },
    });
  });
});
