import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { buyer, learn, putFeatures, segment } from '../../buyers.ts';
import { type Row, type Services, startServices } from '../../services.ts';

const RUN = '20260401T000000000Z-00000001';
const DAY = '2026-03-31';
const label = { en: 'x', zh: 'x' };

let services: Services;
beforeEach(async () => {
  services = await startServices();
});
afterEach(() => services.close());

const named = (...tiers: object[]) => tiers.map((tier, index) => ({ name: 'abcd'[index], label, ...tier }));
const spending = (...amounts: number[]) => amounts.map((amount, index) => buyer(`c${index}`, 10, 2, amount));

async function linesOf(buyers: Parameters<typeof segment>[3], policy: object) {
  await putFeatures(services, RUN, DAY, buyers, 2, policy);
  const { tiers } = await learn(services, RUN);
  return tiers.map(({ when }) => when);
}

const sizes = (rows: Row[]) => rows.map(({ customer_id, tier }) => `${customer_id} ${tier}`).join(', ');

describe('tier lines', () => {
  it('can follow cumulative shares of value, with equal customers together', async () => {
    // 500 of 1,000 is half; the two who spent 150 complete 80 %, and equal ones stay together.
    const buyers = spending(500, 150, 150, 100, 60, 40);
    const policy = { tierMethod: { by: 'pareto' }, tiers: named({ share: 0.5 }, { share: 0.3 }, {}) };

    expect(await linesOf(buyers, policy)).toEqual([
      { column: 'monetary_total', atLeast: 500 },
      { column: 'monetary_total', atLeast: 150 },
      null,
    ]);
  });

  it('can be natural breaks, as in jenkspy 0.4.1', async () => {
    // jenkspy.jenks_breaks([1, 2, 2, 3, 20, 21, 22, 95, 100], 3) == [1, 3, 22, 100]
    const policy = { tierMethod: { by: 'natural-breaks', of: 'monetary_total' }, tiers: named({}, {}, {}) };

    expect(await linesOf(spending(1, 2, 2, 3, 20, 21, 22, 95, 100), policy)).toEqual([
      { column: 'monetary_total', atLeast: 95 },
      { column: 'monetary_total', atLeast: 20 },
      null,
    ]);
  });

  it('are fewer than tiers if there are fewer distinct values', async () => {
    const policy = { tierMethod: { by: 'natural-breaks', of: 'monetary_total' }, tiers: named({}, {}, {}, {}) };

    expect(sizes(await segment(services, RUN, DAY, spending(5, 5, 9), 1, policy))).toBe('c0 d, c1 d, c2 a');
  });

  it('run from the best down on a column where less is better', async () => {
    const policy = { tierMethod: { of: 'recency_days' }, tiers: named({ share: 0.34 }, {}) };
    const buyers = [buyer('late', 90, 1, 9), buyer('early', 5, 1, 9), buyer('between', 30, 1, 9)];

    expect(await linesOf(buyers, policy)).toEqual([{ column: 'recency_days', atMost: 30 }, null]);
  });
});

describe('tiers by value and satisfaction', () => {
  const client = (customer_id: string, yearly_spend: number, satisfaction: number | null) => ({
    ...buyer(customer_id, 10, 4, yearly_spend),
    yearly_spend,
    satisfaction,
  });

  it('are the highest whose conditions both hold, with the gap to the next', async () => {
    const clients = [
      client('a', 120_000, 95),
      client('b', 100_000, 95),
      client('c', 120_000, 85),
      client('d', 60_000, 99),
      client('e', 20_000, 70),
      client('f', 19_999, 99),
      client('g', 500_000, null),
    ];
    const rows = await segment(services, RUN, DAY, clients, 1, { tiers: 'value-and-satisfaction' });

    expect(sizes(rows)).toBe('a high-end, b mid, c mid, d mid, e mass, f basic, g basic');
    expect(JSON.parse(rows[2]?.to_next)).toEqual([{ column: 'satisfaction', has: 85, needs: 90, missing: 5 }]);
    expect(JSON.parse(rows[5]?.to_next)).toEqual([{ column: 'yearly_spend', has: 19_999, needs: 20_000, missing: 1 }]);
    expect(rows[6]?.tier_reason).toContain('Basic: satisfaction is not known; spent 500000.00');
    expect(rows[0]?.tier_reason).toContain(
      'High-end: spend of the last year 120000.00 is above the line of 100000.00 and satisfaction 95.00 is at or above the line of 90.00',
    );
    expect(rows[0]?.tier_reason_zh).toContain(
      '高端客户：近一年消费 120000.00高于分界线 100000.00，满意度 95.00达到或高于分界线 90.00',
    );
  });
});

it('scores value by any feature, with unknown values in the middle', async () => {
  const policy = { valueScore: { satisfaction: 1 } };
  const rows = await segment(
    services,
    RUN,
    DAY,
    [1, 2, 3, 4].map((n) => ({ ...buyer(`c${n}`, 1, 1, 1), satisfaction: n === 4 ? null : 25 * n })),
    1,
    policy,
  );

  // The percentiles 0–33 of three values are the first, 34–66 the second, 67–100 the third.
  expect(rows.map(({ value_score }) => value_score)).toEqual([16.5, 50, 83.5, 50]);
});
