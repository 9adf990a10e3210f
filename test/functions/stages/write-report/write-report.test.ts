import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkQuality } from '../../../../functions/stages/check-quality/check-quality.ts';
import { closeRun } from '../../../../functions/stages/close-run/close-run.ts';
import { publish } from '../../../../functions/stages/publish/publish.ts';
import { writeReport } from '../../../../functions/stages/write-report/write-report.ts';
import { type Report, reportSchema } from '../../../../shared/domain/report/report.ts';
import { runFiles } from '../../../../shared/domain/run/runs.ts';
import { type Buyer, manyBuyers, segment } from '../../buyers.ts';
import { fakeEvents, fakeMachine } from '../../fakes.ts';
import { executionNamed, type Row, readParquet, type Services, startServices } from '../../services.ts';

const FIRST = '20260801T000000000Z-00000001';
const SECOND = '20260901T000000000Z-00000002';
const NOW = '2026-09-01T00:05:00.000Z';

/** Four tiers, of which the highest has too few customers to be shown alone. */
const policy = {
  tiers: [
    { name: 'top', label: { en: 'Top', zh: '顶级' }, share: 0.02 },
    { name: 'gold', label: { en: 'Gold', zh: '金卡' }, share: 0.2 },
    { name: 'silver', label: { en: 'Silver', zh: '银卡' }, share: 0.3 },
    { name: 'rest', label: { en: 'Rest', zh: '其他' } },
  ],
};

const withMonths = (buyer: Buyer, at: number): Buyer => ({
  ...buyer,
  x: at % 3,
  first_order_at: `2026-0${1 + (at % 6)}-15 10:00:00`,
  last_order_at: '2026-07-20 10:00:00',
  monthly_purchases: [
    { month: '2026-06-01', orders: 1, spend: 10 + at },
    { month: '2026-07-01', orders: 1 + (at % 2), spend: 20 },
  ],
});
const july = manyBuyers(150).map(withMonths);
/** Ten customers have left, and every third one has spent more. */
const august: Buyer[] = july.slice(10).map((each, at) => ({
  ...each,
  monetary_total: each.monetary_total + (at % 3 === 0 ? 400 : 0),
}));

let services: Services;
let first: Report;
let second: Report;
beforeAll(async () => {
  services = await startServices();
  first = await run(FIRST, '2026-07-31', july);
  second = await run(SECOND, '2026-08-31', august);
});
afterAll(() => services.close());

/** Runs all stages over two buckets. @returns the report */
async function run(runId: string, asOf: string, buyers: readonly Buyer[]): Promise<Report> {
  await segment(services, runId, asOf, buyers, 2, policy);
  for (const bucket of [0, 1]) await publish({ runId, bucket }, services.as('stages/publish'));
  await services.lake.putJson(runFiles.manifest(runId), []);
  await checkQuality({ runId }, services.as('stages/check-quality'));
  const outside = { ...services.as('stages/close-run', { ...fakeMachine(), ...fakeEvents() }), now: () => NOW };
  await closeRun({ execution: executionNamed('one'), runId }, outside);
  await writeReport({ runId }, { ...services.as('stages/write-report'), now: () => NOW });
  return reportSchema.parse(await services.lake.getJson(runFiles.reportData(runId)));
}

const query = (sql: string) => readParquet(services, runFiles.parquet(SECOND), sql);

/** The tier as the report shows it, in SQL: the top tier has three customers and is joined with the next one. */
const shown = "if(tier in ('top', 'gold'), 'top + gold', tier)";

describe('the report of a run', () => {
  it('has the customers and spend of each tier that customers.parquet has', async () => {
    const rows = await query(
      `select ${shown} as key, count(*)::integer as customers, sum(monetary_total)::double as monetary_total,
         count(*) / sum(count(*)) over () as customer_share,
         (sum(monetary_total) / sum(sum(monetary_total)) over ())::double as spend_share
       from it group by key order by min(value_score) desc`,
    );

    expect(second.customers).toBe(140);
    expect(second.tiers.map(({ key }) => key)).toEqual(['top + gold', 'silver', 'rest']);
    for (const [index, row] of rows.entries()) {
      const { label, ...tier } = second.tiers[index] ?? expect.fail('there is no such tier');
      expect(tier).toEqual({
        key: row.key,
        customers: row.customers,
        monetary_total: expect.closeTo(row.monetary_total, 6),
        customer_share: expect.closeTo(row.customer_share, 9),
        spend_share: expect.closeTo(row.spend_share, 9),
      });
    }
  });

  it('has the spend share of each tenth of the customers, to 1 %', async () => {
    const rows = await query(
      `with ranked as (select monetary_total, ntile(10) over (order by monetary_total desc) as tenth from it)
       select (sum(monetary_total) / sum(sum(monetary_total)) over ())::double as spend
       from ranked group by tenth order by tenth`,
    );
    const { groups, gini } = second.concentration ?? expect.fail('there is no concentration');

    expect(groups).toHaveLength(10);
    for (const [index, { spend }] of rows.entries()) expect(groups[index]?.spend).toBeCloseTo(spend, 2);
    const [exact] = await query(
      `with ranked as (select monetary_total as m, row_number() over (order by monetary_total) as i, count(*) over () as n from it)
       select (2 * sum(i * m) / (any_value(n) * sum(m)) - (any_value(n) + 1) / any_value(n))::double as gini from ranked`,
    );
    expect(gini).toBeCloseTo(exact?.gini, 2);
  });

  it('has all buyers by R and F score, those of small cells together', async () => {
    const rows = await query(
      `select r_score as r, f_score as f, count(*)::integer as customers, sum(monetary_total)::double as spend
       from it where orders > 0 group by all having count(*) >= 5`,
    );
    const { cells, merged, buyers } = second.rfm ?? expect.fail('there are no scores');

    expect(buyers).toBe(140);
    expect(cells.reduce((sum, { customers }) => sum + customers, merged?.customers ?? 0)).toBe(140);
    for (const { r, f, customers, monetary_total } of cells) {
      expect(rows).toContainEqual({ r, f, customers, spend: expect.closeTo(monetary_total, 6) });
    }
  });

  it('has the mean lifetime value of each tier', async () => {
    const rows = await query(
      `select ${shown} as key, avg(clv) as mean, count(clv)::integer as customers from it group by key`,
    );

    for (const { key, mean, customers, low, high } of second.lifetime_value?.tiers ?? []) {
      expect(rows).toContainEqual({ key, mean: expect.closeTo(mean, 4), customers });
      expect([low <= mean, mean <= high]).toEqual([true, true]);
    }
    expect(second.lifetime_value?.tiers).toHaveLength(3);
  });

  it('has the cohorts by month of the first purchase, and who bought again', async () => {
    const rows = await query(
      `select strftime(first_order_at, '%Y-%m') as "from", strftime(first_order_at, '%Y-%m') as "to", count(*)::integer as customers,
         count(*) filter (x > 0)::integer as bought_again
       from it group by all order by "from"`,
    );

    expect(second.cohorts).toEqual(rows);
  });

  it('has orders and spend by month and tier', async () => {
    const tiers = await query(`select customer_id, ${shown} as key from it`);
    const expected = Object.entries(Object.groupBy(tiers, ({ key }) => key)).map(([key, members = []]) => {
      const bought = august.filter(({ customer_id }) => members.some((each) => each.customer_id === customer_id));
      const purchases = bought.map((each) => (each.monthly_purchases as { orders: number; spend: number }[])[1]);
      return {
        key,
        customers: members.length,
        orders: purchases.reduce((sum, month) => sum + (month?.orders ?? 0), 0),
        spend: 20 * members.length,
      };
    });

    expect(second.months?.map(({ month }) => month)).toEqual(['2026-06', '2026-07']);
    const last = second.months?.at(-1)?.tiers ?? [];
    expect(last.toSorted(byKey)).toEqual(expected.toSorted(byKey));
  });

  it('counts who moved between the tiers as shown, whether with others or alone', async () => {
    const before = await readParquet(services, runFiles.parquet(FIRST), `select customer_id, ${shown} as key from it`);
    const now = await query(`select customer_id, ${shown} as key from it`);
    const { flows, runs } = second.movement ?? expect.fail('there is no movement');
    const ways = before.map(({ customer_id, key }) => [
      key,
      now.find((each) => each.customer_id === customer_id)?.key ?? null,
    ]);
    const [flow] = flows;

    expect(runs.map(({ as_of, customers }) => [as_of, customers])).toEqual([
      ['2026-07-31', 150],
      ['2026-08-31', 140],
    ]);
    for (const { from, to, customers } of flow?.cells ?? []) {
      expect(ways.filter(([one, other]) => one === from && other === to)).toHaveLength(customers);
    }
    const shownCustomers = flow?.cells.reduce((sum, { customers }) => sum + customers, flow.merged?.customers ?? 0);
    expect(shownCustomers).toBe(150);
  });

  it('has no movement for a first run', () => {
    expect(first.movement).toBeNull();
    expect(first.tiers).toHaveLength(3);
  });

  it('names no customer, and nothing that fewer than five customers share', async () => {
    const text = JSON.stringify(second);
    const ids = await query('select customer_id from it');

    expect(ids.filter(({ customer_id }) => text.includes(`"${customer_id}"`))).toEqual([]);
    // Customers of the curve are shares.
    expect(smallCounts({ ...second, concentration: null })).toEqual([]);
  });
});

it('has no part about customers for fewer than five of them', async () => {
  const alone = await run('20261001T000000000Z-00000003', '2026-09-30', july.slice(0, 4));

  expect(alone).toMatchObject({ customers: 4, totals: null, tiers: [], rfm: null, concentration: null, months: null });
});

const byKey = (one: Row, other: Row) => (one.key < other.key ? -1 : 1);

/** The paths of all counts of customers below five in a report. */
function smallCounts(value: unknown, path = ''): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, each]) =>
    name === 'customers' && Number(each) >= 1 && Number(each) < 5
      ? [`${path}.${name}`]
      : smallCounts(each, `${path}.${name}`),
  );
}
