import fc from 'fast-check';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { createTable } from '../../../../shared/adapters/duckdb/create-table.ts';
import { duckdb } from '../../../../shared/adapters/duckdb/duckdb.ts';
import { withRelations } from '../../../../shared/adapters/duckdb/relation.ts';
import { applyOverride, overrideColumns, overrideKinds } from '../../../../shared/domain/tiers/overrides/override.ts';
import { createFinalTiers } from '../../../../shared/pipeline/assignment/final-tiers.ts';

const TIERS = ['VIP', 'gold', 'silver', 'standard'];
const DAY = '2026-03-31';
const REVIEW = '2026-05-01';
const REVIEWS = ['2026-04-01', REVIEW, '2026-06-01'];

const override = fc.record({
  kind: fc.constantFrom(...overrideKinds),
  tier: fc.constantFrom(...TIERS, 'a former tier'),
  reason: fc.constant('as agreed'),
  author: fc.constant('Li'),
  expires_on: fc.constantFrom(null, '2026-03-31', '2026-04-30', '2026-05-01'),
});
const customer = fc.record({
  rank: fc.nat(3),
  fall: fc.option(fc.integer({ min: 1, max: 3 }), { nil: null }),
  override: fc.option(override, { nil: undefined }),
});

const columns = {
  ...{
    customer_id: 'VARCHAR',
    standing: 'VARCHAR',
    held: 'INTEGER',
    earned: 'INTEGER',
    kept: 'INTEGER',
    rank: 'INTEGER',
  },
  ...{ runs_below: 'INTEGER', counted_on: 'DATE', tier_expires_on: 'DATE', protected_until: 'DATE' },
  ...{ demotion_on: 'DATE', demotion_rank: 'INTEGER' },
};
const text = 'VARCHAR';

it('applies overrides to the result of the rules, now and at the review, as the pure function does', async () => {
  const customers = fc.sample(customer, { numRuns: 400, seed: 5 }).map(({ rank, fall, override: each }, index) => ({
    customer_id: `c${index}`,
    rank,
    next: fall === null || rank + fall > 3 ? null : rank + fall,
    each,
  }));
  const found = await duckdb(200)(async (database) => {
    const tiers = await createTable(
      database,
      'tiers',
      { rank: 'INTEGER', name: text },
      TIERS.map((name, rank) => ({ rank, name })),
    );
    const movement = await createTable(
      database,
      'movement',
      columns,
      customers.map(({ next, ...row }) => ({
        ...row,
        demotion_rank: next,
        demotion_on: next === null ? null : REVIEW,
      })),
    );
    const overrides = await createTable(
      database,
      'overrides',
      { customer_id: text, ...overrideColumns },
      customers.flatMap(({ customer_id, each }) => (each ? [{ customer_id, ...each }] : [])),
    );
    const final_tiers = await createFinalTiers(database, { movement, overrides, tiers }, REVIEWS);
    return database.rows(
      withRelations(
        'select customer_id, final_rank, demotion_on, demotion_rank from final_tiers order by customer_id',
        {
          final_tiers,
        },
      ),
      z.object({
        customer_id: z.string(),
        final_rank: z.number(),
        demotion_on: z.string().nullable(),
        demotion_rank: z.number().nullable(),
      }),
    );
  });

  const expected = customers.map(({ customer_id, rank, next, each }) => {
    const final_rank = applyOverride(rank, each, TIERS, DAY);
    const later = next === null ? null : applyOverride(next, each, TIERS, REVIEW);
    const lift =
      final_rank < rank && each?.expires_on ? REVIEWS.find((review) => review > (each.expires_on ?? '')) : undefined;
    const falls = [
      ...(lift === undefined ? [] : [{ on: lift, to: next !== null && REVIEW <= lift ? next : rank }]),
      ...(later !== null && later > final_rank ? [{ on: REVIEW, to: later }] : []),
    ].toSorted((a, b) => (a.on < b.on ? -1 : 1));
    return { customer_id, final_rank, demotion_on: falls[0]?.on ?? null, demotion_rank: falls[0]?.to ?? null };
  });
  expect(found).toEqual(expected.toSorted((a, b) => (a.customer_id < b.customer_id ? -1 : 1)));
});
