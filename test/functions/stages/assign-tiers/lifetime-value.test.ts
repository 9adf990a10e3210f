import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTable } from '../../../../shared/adapters/duckdb/create-table.ts';
import { duckdb } from '../../../../shared/adapters/duckdb/duckdb.ts';
import type { FittedLifetimeValue } from '../../../../shared/domain/lifetime-value/fitted-lifetime-value.ts';
import { fitLifetimeValue, lifetimeValueScorer } from '../../../../shared/domain/lifetime-value/lifetime-value.ts';
import { createHistories, createLifetimeValues } from '../../../../shared/pipeline/model/lifetime-values.ts';
import { anyHistory, magnitude } from '../../../shared/domain/lifetime-value/arbitraries.ts';
import {
  cdnowOrders,
  cdnowSpend,
  countedByDay,
  simulatedCustomers,
  simulatedSpends,
} from '../../../shared/domain/lifetime-value/simulated-buyers.ts';
import { buyer, buyerWithoutOrders, segment } from '../../buyers.ts';
import { featureColumns } from '../../feature-columns.ts';
import { type Row, type Services, startServices } from '../../services.ts';

const terms = { horizonMonths: 12, annualDiscountRate: 0.1 };
const people = [...simulatedCustomers(cdnowOrders, { customers: 2000, from: 20, to: 60, seed: 3 })];
const spends = simulatedSpends(
  cdnowSpend,
  people.map(({ x }) => x + 1),
  3,
);
const models = {
  fitted: fitLifetimeValue(countedByDay(people), spends, { timeUnit: 'week' }),
  simple: fitLifetimeValue([{ x: 1, tX: 10, T: 30, customers: 9 }], spends.slice(0, 9), { timeUnit: 'week' }),
};
const learnt = (model: (typeof models)['fitted']): FittedLifetimeValue => ({
  ...model,
  ...{ horizon_months: 12, annual_discount_rate: 0.1, seed: 42, buyers_ever: 2000 },
  ...{ backtest: null, no_backtest: 'switched off' },
});

/** The lifetime values of customers with these features, by SQL. */
const valuesOf = (model: (typeof models)['fitted'], features: readonly object[]) =>
  duckdb(256)(async (database) => {
    const histories = await createHistories(
      database,
      await createTable(database, 'features', featureColumns, features),
    );
    const values = await createLifetimeValues(database, histories, learnt(model));
    const rows: Row[] = [];
    for await (const chunk of database.chunks(`from ${values.name}`)) rows.push(...chunk);
    return new Map(rows.map((row) => [row.customer_id, row]));
  });

describe.each(['fitted', 'simple'] as const)('with a %s model', (which) => {
  it('SQL gives the same values as the pure function', async () => {
    const histories = fc.sample(fc.tuple(anyHistory, fc.option(magnitude(-2, 4))), { numRuns: 2500, seed: 9 });
    const customers = histories.map(([{ x, tX, T }, spend], at) => ({
      customer_id: `c${at}`,
      ...{ x, t_x: tX, t: T },
      purchase_day_mean: spend === null ? null : Number(spend.toFixed(4)),
    }));
    const rows = await valuesOf(models[which], customers);
    const score = lifetimeValueScorer(models[which], terms);

    expect(rows.size).toBe(customers.length);
    for (const { customer_id, x, t_x, t, purchase_day_mean } of customers) {
      const row = rows.get(customer_id);
      const expected = score({ x, tX: t_x, T: t, meanSpend: purchase_day_mean });
      expect(row?.clv_method).toBe(expected.method);
      const pairs: [number, number][] = [
        [row?.p_alive, expected.probabilityAlive],
        [row?.probability_of_order, expected.probabilityOfOrder],
        [row?.expected_orders, expected.expectedOrders],
        [row?.clv, expected.clv],
        [row?.clv_low, expected.clvLow],
        [row?.clv_high, expected.clvHigh],
      ];
      for (const [shown, value] of pairs) {
        expect(Math.abs(shown - value), `${x} ${t_x} ${t}`).toBeLessThan(6e-5 + 1e-9 * value);
      }
    }
  });
});

it('makes inconsistent totals consistent', async () => {
  const rows = await valuesOf(models.fitted, [
    { customer_id: 'one order on two days', x: 0, t_x: 5, t: 9, purchase_day_mean: 10 },
    { customer_id: 'one order', x: 0, t_x: 0, t: 9, purchase_day_mean: 10 },
    { customer_id: 'two million orders', x: 2_000_000, t_x: 9, t: 9, purchase_day_mean: 10 },
    { customer_id: 'a million orders', x: 1_000_000, t_x: 9, t: 9, purchase_day_mean: 10 },
    { customer_id: 'gave back', x: 0, t_x: 0, t: 9, purchase_day_mean: -10 },
    { customer_id: 'spent nothing', x: 0, t_x: 0, t: 9, purchase_day_mean: 0 },
    { customer_id: 'never bought', x: null, t_x: null, t: null },
  ]);

  const estimates = ['p_alive', 'probability_of_order', 'expected_orders', 'clv', 'clv_low', 'clv_high', 'clv_method'];
  const estimated = (customer_id: string) => estimates.map((column) => rows.get(customer_id)?.[column]);
  expect(estimated('one order on two days')).toEqual(estimated('one order'));
  expect(estimated('two million orders')).toEqual(estimated('a million orders'));
  expect(estimated('gave back')).toEqual(estimated('spent nothing'));
  const ofHistory = lifetimeValueScorer(models.fitted, terms);
  expect(rows.get('a million orders')?.clv).toBeCloseTo(ofHistory({ x: 1e6, tX: 9, T: 9, meanSpend: 10 }).clv, 3);
  expect(rows.get('never bought')).toMatchObject({ p_alive: null, clv: null, clv_low: null, clv_method: null });
});

describe('tiers', () => {
  const [RUN, DAY] = ['20260401T000000000Z-00000001', '2026-03-31'];
  let services: Services;
  beforeEach(async () => {
    services = await startServices();
  });
  afterEach(() => services.close());

  it('have an estimate and its method for everyone who ever bought, and none for others', async () => {
    const before = { ...buyer('before', 400, 0, 0), x: 3, t_x: 20, t: 80, purchase_day_mean: 50 };
    const rows = await segment(services, RUN, DAY, [buyer('a', 5, 1, 60), before, buyerWithoutOrders('never')]);
    const [a, gone, never] = rows;

    expect([a?.clv_method, gone?.clv_method]).toEqual(Array(2).fill('pooled-rate+pooled-mean'));
    for (const row of [a, gone]) {
      expect(row?.clv_low).toBeLessThan(row?.clv);
      expect(row?.clv).toBeLessThan(row?.clv_high);
    }
    expect(never).toMatchObject({ p_alive: null, expected_orders: null, clv: null, clv_low: null, clv_method: null });
  });

  it('also find customers at risk by P(alive)', async () => {
    // All buy every two weeks; an absence of 7 weeks says more after 30 purchases than after 2.
    const regular = (id: string, x: number, silent: number) => ({
      ...buyer(id, 14 * silent, x + 1, 100 * (x + 1)),
      ...{ x, t_x: 2 * x, t: 2 * (x + silent), tenure_days: 14 * (x + silent), days_between_mean: 14 },
    });
    const crowd = Array.from({ length: 150 }, (_, at) => regular(`c${at}`, at % 12, 1 + (at % 9)));
    const policy = { classes: { lifecycle: { lateness: { atRisk: 50, dormant: 60, lost: 70 } } } };
    const rows = await segment(services, RUN, DAY, [...crowd, regular('still', 30, 7)], 2, policy);
    const still = rows.find(({ customer_id }) => customer_id === 'still');

    expect(still?.p_alive).toBeLessThan(0.5);
    expect(still?.lifecycle).toMatch(/at risk|dormant|lost/);
  });
});
