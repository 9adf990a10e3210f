import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type CdnowFixture, fixture } from '../../../shared/domain/lifetime-value/fixtures.ts';
import { type Buyer, buyer, learn, manyBuyers, putFeatures } from '../../buyers.ts';
import { type Services, startServices } from '../../services.ts';

const [RUN, OTHER] = ['20260401T000000000Z-00000001', '20260401T000000000Z-00000002'];
const DAY = '1998-06-30';

let services: Services;
beforeEach(async () => {
  services = await startServices();
});
afterEach(() => services.close());

const cdnow = fixture<CdnowFixture>('cdnow-tenth');

/** A tenth of CDNOW as of 30 September 1997, with the following 39 weeks. */
function cdnowBuyers(): Buyer[] {
  const means = Map.groupBy(
    cdnow.spends.flatMap(([purchases = 0, mean = 0, customers = 0]) => Array(customers).fill([purchases, mean])),
    ([purchases]) => purchases,
  );
  return cdnow.holdout.flatMap(([x = 0, tX = 0, t = 0, ordersAfter = 0, customers = 0]) =>
    Array.from({ length: customers }, (_, at) => {
      const [, purchase_day_mean] = means.get(x + 1)?.pop() ?? [];
      const history = { x, t_x: tX / 7, t: t / 7 };
      const holdout = {
        ...history,
        spend: (x + 1) * purchase_day_mean,
        orders_after: ordersAfter,
        spend_after: ordersAfter,
      };
      return {
        ...buyer(`${x}-${tX}-${t}-${ordersAfter}-${at}`, t - tX, x + 1, (x + 1) * purchase_day_mean),
        ...{ ...history, purchase_day_mean, holdout },
      };
    }),
  );
}
const buyers = cdnowBuyers();
/** 39 weeks. */
const policy = { lifetimeValue: { horizonMonths: (273 * 12) / 365.25 } };

describe('a tenth of CDNOW', () => {
  it('has the fits of scipy with their standard errors and log-likelihoods', async () => {
    await putFeatures(services, RUN, DAY, buyers, 2, policy);
    const { lifetime_value: learnt } = await learn(services, RUN);
    const { orders, spend } = learnt;
    if (orders.method !== 'bg-nbd' || spend.method !== 'gamma-gamma') throw new Error('not fitted');

    expect(learnt).toMatchObject({ time_unit: 'week', buyers_ever: 2357, annual_discount_rate: 0.1, seed: 42 });
    expect(orders.log_likelihood).toBeCloseTo(cdnow.bg_nbd.log_likelihood, 6);
    expect(spend.log_likelihood).toBeCloseTo(cdnow.gamma_gamma.log_likelihood, 4);
    for (const name of ['r', 'alpha', 'a', 'b'] as const) {
      expect(orders.parameters[name] / cdnow.bg_nbd.parameters[name]).toBeCloseTo(1, 4);
      expect((orders.standard_errors[name] ?? 0) / cdnow.bg_nbd.standard_errors[name]).toBeCloseTo(1, 3);
    }
  });

  it('has a backtest with the orders forecast by scipy, the actual ones, and the naive baseline', async () => {
    await putFeatures(services, RUN, DAY, buyers, 2, policy);
    const { backtest } = (await learn(services, RUN)).lifetime_value;
    const scipy = cdnow.forecast;

    expect(backtest).toMatchObject({ cut: '1997-09-30', horizon: 39, total: { customers: 2357, actual_orders: 1930 } });
    expect((backtest?.total.predicted_orders ?? 0) / scipy.predicted_orders).toBeCloseTo(1, 5);
    expect(backtest?.total.naive_orders).toBeCloseTo(scipy.naive_orders, 4);
    expect(backtest?.mean_absolute_error.predicted).toBeCloseTo(scipy.mean_absolute_error, 5);
    expect(backtest?.deciles).toHaveLength(10);
  });

  it('has identical fits for any bucket count and row order', async () => {
    await putFeatures(services, RUN, DAY, buyers, 1, policy);
    await putFeatures(services, OTHER, DAY, buyers.toReversed(), 5, policy);

    expect((await learn(services, OTHER)).lifetime_value).toEqual((await learn(services, RUN)).lifetime_value);
  });

  it('is fitted to a sample, independent of row order, if there are more customers than the sample size', async () => {
    const sampled = { lifetimeValue: { ...policy.lifetimeValue, sampleSize: 1000 } };
    await putFeatures(services, RUN, DAY, buyers, 1, sampled);
    await putFeatures(services, OTHER, DAY, buyers.toReversed(), 3, sampled);
    const { lifetime_value: one } = await learn(services, RUN);

    expect(one.buyers_ever).toBe(2357);
    expect(one.orders.customers).toBeGreaterThan(900);
    expect(one.orders.customers).toBeLessThan(1100);
    expect(one.backtest?.total.customers).toBe(one.orders.customers);
    expect((await learn(services, OTHER)).lifetime_value).toEqual(one);
  });

  it.each([
    ['switched off', { backtest: false }],
    ['history too short', { horizonMonths: 24 }],
  ])('has no backtest: %s', async (no_backtest, lifetimeValue) => {
    await putFeatures(services, RUN, DAY, buyers, 1, { lifetimeValue });

    expect((await learn(services, RUN)).lifetime_value).toMatchObject({ backtest: null, no_backtest });
  });
});

it('has a simpler estimate with its reason for few customers', async () => {
  await putFeatures(services, RUN, DAY, manyBuyers(50));
  const { orders, spend } = (await learn(services, RUN)).lifetime_value;

  expect(orders).toMatchObject({ method: 'pooled-rate', reason: 'too few customers' });
  expect(spend).toMatchObject({ method: 'pooled-mean', reason: 'too few customers' });
});

it('uses the mean per order if the mean per purchase day is unknown, and excludes customers with unknown spend', async () => {
  const days = { ...buyer('days', 5, 1, 60), purchase_day_mean: 60, monetary_mean: 30 };
  const orders = { ...buyer('orders', 5, 1, 20), monetary_mean: 20 };
  const unknown = { ...buyer('unknown', 5, 1, 0), monetary_mean: null };
  await putFeatures(services, RUN, DAY, [days, orders, unknown]);
  const { spend } = (await learn(services, RUN)).lifetime_value;

  expect(spend).toMatchObject({ method: 'pooled-mean', mean: 40 });
});

it('includes customers who bought only before the window', async () => {
  const before = { ...buyer('before', 400, 0, 0), x: 3, t_x: 20, t: 80 };
  await putFeatures(services, RUN, DAY, [before, buyer('within', 5, 1, 20)]);
  const { buyers: within, lifetime_value } = await learn(services, RUN);

  expect([within, lifetime_value.buyers_ever, lifetime_value.orders.repeat_buyers]).toEqual([1, 2, 1]);
});
