import fc from 'fast-check';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { createTable } from '../../../../shared/adapters/duckdb/create-table.ts';
import { duckdb } from '../../../../shared/adapters/duckdb/duckdb.ts';
import { applyOverride, overrideKinds } from '../../../../shared/domain/tiers/overrides/override.ts';
import forcedSql from '../../../../shared/pipeline/assignment/apply-override.sql';
import placedSql from '../../../../shared/pipeline/assignment/final-tiers.sql';

const TIERS = ['VIP', 'gold', 'silver', 'standard'];
const DAY = '2026-03-31';
const REVIEW = '2026-05-01';
const REVIEWS = ['2026-04-01', REVIEW, '2026-06-01'];

const override = fc.record({
  kind: fc.constantFrom(...overrideKinds),
  tier: fc.constantFrom(...TIERS, 'a tier of before'),
  reason: fc.constant('as agreed'),
  author: fc.constant('Li'),
  expires_on: fc.constantFrom(null, '2026-03-31', '2026-04-30', '2026-05-01'),
});
const customer = fc.record({
  place: fc.nat(3),
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
    place: 'INTEGER',
  },
  ...{ runs_below: 'INTEGER', counted_on: 'DATE', tier_expires_on: 'DATE', protected_until: 'DATE' },
  ...{ demotion_on: 'DATE', demotion_place: 'INTEGER' },
};
const text = 'VARCHAR';

it('puts overrides over what rules give, now and at the review, as the pure function does', async () => {
  const customers = fc.sample(customer, { numRuns: 400, seed: 5 }).map(({ place, fall, override: each }, index) => ({
    customer_id: `c${index}`,
    place,
    next: fall === null || place + fall > 3 ? null : place + fall,
    each,
  }));
  const found = await duckdb(200)(async (database) => {
    await createTable(
      database,
      'tiers',
      { position: 'INTEGER', name: text },
      TIERS.map((name, position) => ({ position, name })),
    );
    await createTable(
      database,
      'moved',
      columns,
      customers.map(({ next, ...row }) => ({
        ...row,
        demotion_place: next,
        demotion_on: next === null ? null : REVIEW,
      })),
    );
    await createTable(
      database,
      'overrides',
      { customer_id: text, kind: text, tier: text, expires_on: 'DATE' },
      customers.flatMap(({ customer_id, each }) => (each ? [{ customer_id, ...each }] : [])),
    );
    await database.run(forcedSql);
    return database.rows(
      `select customer_id, final_place, demotion_on, demotion_place from (${placedSql}) order by customer_id`,
      z.object({
        customer_id: z.string(),
        final_place: z.number(),
        demotion_on: z.string().nullable(),
        demotion_place: z.number().nullable(),
      }),
      { reviews: JSON.stringify(REVIEWS) },
    );
  });

  const expected = customers.map(({ customer_id, place, next, each }) => {
    const final_place = applyOverride(place, each, TIERS, DAY);
    const later = next === null ? null : applyOverride(next, each, TIERS, REVIEW);
    const lift =
      final_place < place && each?.expires_on ? REVIEWS.find((review) => review > (each.expires_on ?? '')) : undefined;
    const falls = [
      ...(lift === undefined ? [] : [{ on: lift, to: next !== null && REVIEW <= lift ? next : place }]),
      ...(later !== null && later > final_place ? [{ on: REVIEW, to: later }] : []),
    ].toSorted((a, b) => (a.on < b.on ? -1 : 1));
    return { customer_id, final_place, demotion_on: falls[0]?.on ?? null, demotion_place: falls[0]?.to ?? null };
  });
  expect(found).toEqual(expected.toSorted((a, b) => (a.customer_id < b.customer_id ? -1 : 1)));
});
