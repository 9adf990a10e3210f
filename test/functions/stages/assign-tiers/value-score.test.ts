import fc from 'fast-check';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { createTable } from '../../../../shared/adapters/duckdb/create-table.ts';
import { duckdb } from '../../../../shared/adapters/duckdb/duckdb.ts';
import { withRelations } from '../../../../shared/adapters/duckdb/relation.ts';
import { computeValueScore, valueScoreSql } from '../../../../shared/domain/tiers/ranking/value-score.ts';

const ascending = (values: fc.Arbitrary<number>) =>
  fc.array(values, { minLength: 101, maxLength: 101 }).map((some) => some.toSorted((a, b) => a - b));
const percentiles = fc.record({
  recency_days: ascending(fc.nat(400)),
  orders: ascending(fc.integer({ min: 1, max: 6 })),
  monetary_total: ascending(fc.integer({ min: -5000, max: 900_000 }).map((cents) => cents / 100)),
  clv: ascending(fc.double({ min: 0, max: 1e4, noNaN: true })),
});

it('scores value in SQL exactly as the pure function does: below, at, between and above the percentiles', async () => {
  const [grids] = fc.sample(percentiles, { numRuns: 1, seed: 11 });
  if (!grids) throw new Error('no sample');
  const model = { percentiles: grids, weights: { recency_days: 0.15, orders: 0.15, monetary_total: 0.3, clv: 0.4 } };
  const anyOf = (grid: number[]) => fc.oneof(fc.constantFrom(...grid), fc.double({ min: -10, max: 2e4, noNaN: true }));
  const anyBuyer = fc.record({
    recency_days: fc.nat(500),
    orders: fc.integer({ min: 1, max: 9 }),
    monetary_total: anyOf(grids.monetary_total),
    clv: anyOf(grids.clv),
  });
  const buyers = fc.sample(anyBuyer, { numRuns: 3000, seed: 12 });

  const scores = await duckdb(256)(async (database) => {
    const columns = Object.fromEntries(['number', ...Object.keys(model.weights)].map((name) => [name, 'DOUBLE']));
    const table = await createTable(
      database,
      'buyers',
      columns,
      buyers.map((buyer, number) => ({ number, ...buyer })),
    );
    return database.rows(
      withRelations(`select number, value_score as score from (${valueScoreSql(model, 'buyers')}) order by number`, {
        buyers: table,
      }),
      z.object({ number: z.number(), score: z.number() }),
    );
  });

  expect(scores.map(({ score }) => score)).toEqual(buyers.map((buyer) => computeValueScore(buyer, model)));
});
