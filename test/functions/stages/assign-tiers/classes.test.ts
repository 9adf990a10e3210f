import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTable } from '../../../../shared/adapters/duckdb/create-table.ts';
import { type Database, duckdb, type Query } from '../../../../shared/adapters/duckdb/duckdb.ts';
import { type Relation, withRelations } from '../../../../shared/adapters/duckdb/relation.ts';
import { classifyCustomer } from '../../../../shared/domain/classification/classifications.ts';
import { parsePolicy } from '../../../../shared/domain/policy/policy.ts';
import { chineseClasses, highLowCode } from '../../../../shared/domain/rfm/chinese-classes.ts';
import { nineGridCell } from '../../../../shared/domain/rfm/nine-grid.ts';
import { policySegments, type RfmModel, rfmScores } from '../../../../shared/domain/rfm/rfm-model.ts';
import { rfmCode } from '../../../../shared/domain/rfm/scores.ts';
import { classSteps } from '../../../../shared/pipeline/assignment/classes.ts';
import { createScoring } from '../../../../shared/pipeline/assignment/scores.ts';
import { anyCustomer } from '../../../shared/domain/classification/customers.ts';
import { buyer, manyBuyers, segment } from '../../buyers.ts';
import { featureColumns } from '../../feature-columns.ts';
import { type Row, type Services, startServices } from '../../services.ts';

const customers = fc.sample(anyCustomer, { numRuns: 1500, seed: 3 }).map((features, at) => ({
  customer_id: `c${at}`,
  ...features,
}));

/** Runs a query over the customers in a table. */
const queried = (queryOf: (database: Database, table: Relation) => Promise<Query> | Query) =>
  duckdb(256)(async (database) => {
    const table = await createTable(database, 'customers', { ...featureColumns, p_alive: 'DOUBLE' }, customers);
    const { sql, parameters } = await queryOf(database, table);
    const rows: Row[] = [];
    for await (const chunk of database.chunks(sql, parameters)) rows.push(...chunk);
    return new Map(rows.map((row) => [row.customer_id, row]));
  });

it.each([
  { what: 'by default', classes: {} },
  {
    what: 'by limits of the policy',
    classes: {
      rhythm: { shortestDays: 3 },
      lifecycle: { loyalRepeats: 2, lateness: { atRisk: 1.5, dormant: 2.25, lost: 3.1 } },
      loyalty: { satisfaction: { high: 90, medium: 70 } },
      quadrant: { value: ['A', 'B'], loyalty: ['high', 'medium'] },
      purchaseMode: { by: 'categories', share: 0.5 },
      regions: [{ name: "Up 'North'", zh: '北方', regions: ['NORTH', "o'higgins"] }],
    },
  },
])('classifies every customer in SQL exactly as the pure function does, $what', async ({ classes }) => {
  const policy = parsePolicy({ classes }).classes;
  const model = { typical_days: 61.5, abc: { a: 30_000, b: 9_999.99 } };
  const { facts, classified } = classSteps(policy, model);
  const rows = await queried((_, scored) => ({
    ...facts,
    sql: `with facts as (${withRelations(facts.sql, { scored })}) ${classified.sql}`,
  }));

  expect(rows.size).toBe(customers.length);
  for (const { customer_id, ...features } of customers) {
    const row = rows.get(customer_id);
    for (const [column, { name, zh }] of Object.entries(classifyCustomer(features, policy, model))) {
      expect([column, row?.[column], row?.[`${column}_zh`]]).toEqual([column, name, zh]);
    }
  }
});

it.each([5, 10])('scores every buyer in SQL exactly as the pure functions do, in %i bins', async (bins) => {
  const { rfm: policy } = parsePolicy({ rfm: { bins } });
  const cuts = (step: number) => Array.from({ length: bins - 1 }, (_, at) => (at + 1) * step);
  const model: RfmModel = {
    bins,
    cut_points: { recency_days: cuts(80), orders: cuts(4), monetary_total: cuts(4000) },
    nested_cut_points: {
      orders: Array.from({ length: bins }, (_, r) => cuts(2 + (r % 4))),
      monetary_total: Array.from({ length: bins }, (_, r) =>
        Array.from({ length: bins }, (_, f) => cuts(1000 * (r + f + 1))),
      ),
    },
    segments: policySegments(policy),
    class_lines: { recency_days: 300, orders: 10, monetary_total: 20_000 },
    nine_grid: { recency_days: [100, 500], monetary_total: [0, 25_000] },
  };
  const rows = await queried((database, lifetimeValues) => createScoring(database, lifetimeValues, model));

  const buyers = customers.flatMap(({ recency_days, ...rest }) =>
    recency_days !== null && rest.orders > 0 ? [{ ...rest, recency_days }] : [],
  );
  const others = [...rows.values()].filter(
    ({ customer_id }) => !buyers.some((each) => each.customer_id === customer_id),
  );
  expect(others.length).toBe(customers.length - buyers.length);
  for (const each of others)
    expect([each.rfm, each.r_score, each.segment, each.nine_grid]).toEqual(Array(4).fill(null));
  for (const each of buyers) {
    const code = rfmCode(rfmScores(each, model), bins);
    const segmentOf = model.segments.find(({ codes }) => codes.includes(code));
    const cell = nineGridCell(each, model.nine_grid);
    expect(rows.get(each.customer_id)).toMatchObject({
      rfm: code,
      segment: segmentOf?.name,
      segment_zh: segmentOf?.zh,
      segment_cn8: chineseClasses[highLowCode(each, model.class_lines)],
      nine_grid: cell.name,
      nine_grid_zh: cell.zh,
    });
  }
});

describe('from features to tiers', () => {
  const [FIRST, SECOND] = ['20260401T000000000Z-00000001', '20260401T000000000Z-00000002'];
  const DAY = '2026-03-31';
  let services: Services;
  beforeEach(async () => {
    services = await startServices();
  });
  afterEach(() => services.close());

  const column = (rows: Row[], name: string) => Object.fromEntries(rows.map((row) => [row.customer_id, row[name]]));

  it('gives A to customers who make up 70 % of spend, including the one who completes it and those with equal spend', async () => {
    // Of 1,000: 500, then 250 completes 70 %, then 100 + 100 are equal and reach 95 %, then 50.
    const buyers = [500, 250, 100, 100, 50].map((spend, at) => buyer(`${at}`, at, 1, spend));
    const rows = await segment(services, FIRST, DAY, [...buyers, { ...buyer('x', 9, 1, -20) }]);

    expect(Object.values(column(rows, 'abc_class')).join('')).toBe('AABBCC');
  });

  it('adds shares exactly even if their binary sum is inexact', async () => {
    // The first three have 300 of 1,000, which is 30 %; in binary, 0.1 + 0.2 slightly exceeds 0.3.
    const spends = [110, 100, 90, 85, 82, 80, 78, 75, 70, 65, 60, 55, 50];
    const buyers = spends.map((spend, at) => buyer(`c${10 + at}`, at, 1, spend));
    const rows = await segment(services, FIRST, DAY, buyers, 1, { classes: { abc: { a: 0.1, b: 0.2 } } });

    expect(Object.values(column(rows, 'abc_class')).join('')).toBe('ABBCCCCCCCCCC');
  });

  it('uses the typical rhythm of all repeat buyers', async () => {
    // Rhythms of 20, 40 and 90 days: 40 is typical, so a single purchase 79 days ago is late and 81 days ago at risk.
    const repeat = (id: string, days_between_mean: number) => ({ ...buyer(id, 1, 2, 10), days_between_mean });
    const buyers = [repeat('a', 20), repeat('b', 90), repeat('c', 40), buyer('d', 79, 1, 10), buyer('e', 81, 1, 10)];
    const rows = await segment(services, FIRST, DAY, buyers);

    expect(column(rows, 'rhythm_days')).toMatchObject({ d: 40, e: 40 });
    expect(column(rows, 'lifecycle')).toMatchObject({ d: 'active', e: 'at risk' });
  });

  it('cuts spend within recency when bins are nested', async () => {
    const buyers = [
      ...[10, 20, 30, 40].map((spend, at) => buyer(`recent-${at}`, 1, 1, spend)),
      ...[100, 200, 300, 400].map((spend, at) => buyer(`lapsed-${at}`, 100, 1, spend)),
    ];
    const segments = [{ name: 'All', zh: '全部', rest: true }];
    const rfm = { bins: 2, segments };
    const nested = await segment(services, FIRST, DAY, buyers, 1, { rfm: { ...rfm, nested: true } });
    const flat = await segment(services, SECOND, DAY, buyers, 1, { rfm });

    expect(nested.map((row) => row.m_score)).toEqual([1, 1, 2, 2, 1, 1, 2, 2]);
    expect(flat.map((row) => row.m_score)).toEqual([2, 2, 2, 2, 1, 1, 1, 1]);
  });

  it('uses fixed cut points, splits and segments of the policy', async () => {
    const rfm = {
      bins: 2,
      cutPoints: { recency_days: [30], orders: [1], monetary_total: [100] },
      segments: [
        { name: 'Keen', zh: '热情', rules: [{ r: 2, fm: 2 }] },
        { name: 'Rest', zh: '其余', rest: true },
      ],
      classSplit: { recency_days: 10, orders: 0, monetary_total: 1000 },
      nineGrid: { recency_days: [5, 50], monetary_total: [50, 150] },
    };
    const rows = await segment(services, FIRST, DAY, [buyer('a', 30, 1, 101), buyer('b', 31, 2, 100)], 1, { rfm });

    expect(column(rows, 'rfm')).toEqual({ a: '212', b: '121' });
    expect(column(rows, 'segment')).toEqual({ a: 'Keen', b: 'Rest' });
    expect(column(rows, 'segment_cn8')).toEqual({ a: '一般保持', b: '一般保持' });
    expect(column(rows, 'nine_grid')).toEqual({ a: 'Steady', b: 'Steady' });
  });

  it('gives the same result for any row order, bucket count and number of threads', async () => {
    const buyers = manyBuyers(150).map((each, at) => ({
      ...each,
      x: at % 7,
      tenure_days: (each.recency_days ?? 0) + 40 * (at % 7),
      days_between_mean: at % 7 === 0 ? null : 40,
      satisfaction: at % 3 === 0 ? at % 101 : null,
      region: at % 2 === 0 ? 'North' : null,
    }));
    const one = await segment({ ...services, withDatabase: withThreads(1) }, FIRST, DAY, buyers, 1);
    const five = await segment({ ...services, withDatabase: withThreads(4) }, SECOND, DAY, buyers.toReversed(), 5);

    expect(five).toEqual(one);
  });
});

/** DuckDB with a number of threads. */
function withThreads(threads: number): Services['withDatabase'] {
  return (work) =>
    duckdb(512)(async (database) => {
      await database.run(`set threads = ${threads}`);
      return work(database);
    });
}
