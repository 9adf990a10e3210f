import fc from 'fast-check';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { createTable } from '../../../../shared/adapters/duckdb/create-table.ts';
import { type Database, duckdb } from '../../../../shared/adapters/duckdb/duckdb.ts';
import { withRelations } from '../../../../shared/adapters/duckdb/relation.ts';
import { movementPolicySchema } from '../../../../shared/domain/tiers/movement/movement-policy.ts';
import { projectedReviews, reviewsAfter } from '../../../../shared/domain/tiers/movement/reviews.ts';
import { createMovement } from '../../../../shared/pipeline/assignment/movement.ts';
import { type Held, moved, projectedDemotion, type Seen } from './movement-by-hand.ts';

const TIERS = 4;
const START = Date.parse('2026-01-15');
const dayAfter = (days: number) => new Date(START + days * 86_400_000).toISOString().slice(0, 10);

const rank = fc.integer({ min: 0, max: TIERS - 1 });
/** The input of one run for a customer; nobody ranks lower with the margin than without it. */
const seen = fc
  .record({
    earned: rank,
    kept: rank,
    tenure: fc.integer({ min: 0, max: 200 }),
    recency: fc.integer({ min: 0, max: 200 }),
  })
  .map(({ earned, kept, tenure, recency }) => ({
    earned,
    kept: Math.min(earned, kept),
    tenure_days: tenure,
    recency_days: Math.min(recency, tenure),
  }));
const policy = fc
  .record({
    runs: fc.integer({ min: 1, max: 4 }),
    minDaysBetween: fc.constantFrom(0, 1, 20, 28),
    steps: fc.constantFrom('one' as const, 'straight' as const),
    protectNewDays: fc.constantFrom(0, 30, 90),
    expireAfterDays: fc.constantFrom(null, null, 60, 120),
  })
  .map(({ protectNewDays, expireAfterDays, ...demotion }) =>
    movementPolicySchema.parse({ demotion, protectNewDays, expireAfterDays }),
  );

const row = z.object({
  customer_id: z.string(),
  standing: z.string(),
  rank: z.number(),
  runs_below: z.number(),
  counted_on: z.string().nullable(),
  demotion_on: z.string().nullable(),
  demotion_rank: z.number().nullable(),
});

/** Applies the movement rules of one run in SQL. */
async function run(
  database: Database,
  rules: z.infer<typeof movementPolicySchema>,
  { asOf, customers, held }: { asOf: string; customers: readonly Seen[]; held: readonly Held[] },
) {
  const rows = customers.map((each) => ({ ...each, last_order_at: dayBefore(asOf, each.recency_days) }));
  const columns = { tenure_days: 'INTEGER', recency_days: 'INTEGER', last_order_at: 'TIMESTAMP' };
  const ranks = { earned: 'INTEGER', kept: 'INTEGER' };
  const ranked = await createTable(database, 'ranked', { customer_id: 'VARCHAR', ...columns, ...ranks }, rows);
  const previous = await createTable(
    database,
    'previous',
    { customer_id: 'VARCHAR', rank: 'INTEGER', runs_below: 'INTEGER', counted_on: 'DATE' },
    held,
  );
  const reviews = reviewsAfter(asOf, 1, projectedReviews(rules));
  const movement = await createMovement(database, { ranked, previous }, rules, { asOf, tiers: TIERS, reviews });
  return database.rows(withRelations('from movement order by customer_id', { movement }), row);
}

const dayBefore = (day: string, days: number) =>
  new Date(Date.parse(day) - days * 86_400_000).toISOString().slice(0, 10);

it('moves customers over random runs as a plain second implementation does, and projects demotions correctly', async () => {
  const histories = fc.record({
    policy,
    gaps: fc.array(fc.integer({ min: 0, max: 45 }), { minLength: 2, maxLength: 5 }),
    customers: fc.array(fc.array(seen, { minLength: 5, maxLength: 5 }), { minLength: 1, maxLength: 8 }),
  });
  await duckdb(200)(async (database) => {
    await fc.assert(
      fc.asyncProperty(histories, async ({ policy: rules, gaps, customers }) => {
        let held: Held[] = [];
        let day = 0;
        for (const [at, gap] of gaps.entries()) {
          day += gap;
          const asOf = dayAfter(day);
          const now = customers.map((each, index) => ({ customer_id: `c${index}`, ...(each[at] as (typeof each)[0]) }));
          const found = await run(database, rules, { asOf, customers: now, held });
          const byHand = now.map((each) =>
            moved(
              each,
              held.find(({ customer_id }) => customer_id === each.customer_id),
              rules,
              asOf,
              TIERS,
            ),
          );
          expect(found).toMatchObject(byHand);
          expect(found.map(({ demotion_on, demotion_rank }) => [demotion_on, demotion_rank])).toEqual(
            now.map((each, index) => projectedDemotion(each, byHand[index] as Held, rules, asOf, TIERS)),
          );
          held = byHand;
        }
      }),
      { numRuns: 60 },
    );
  });
});
