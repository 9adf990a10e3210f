import type { Database } from '../../adapters/duckdb/duckdb.ts';
import type { MovementPolicy } from '../../domain/tiers/movement/movement-policy.ts';
import movementSql from './movement.sql';

interface Review {
  asOf: string;
  /** How many tiers there are. */
  tiers: number;
  /** Days of the next reviews, ascending. */
  reviews: readonly string[];
  judged?: string;
}

/**
 * Creates `name`: the tiers that the rules of movement give, and what is on its way. Reads `held`.
 * @param judged the table of places that customers reach
 */
export async function createMoved(
  database: Database,
  name: string,
  { demotion, protectNewDays, expireAfterDays }: MovementPolicy,
  { asOf, tiers, reviews, judged = 'judged' }: Review,
): Promise<void> {
  await database.run(`create or replace view judgement as from ${judged}`);
  await database.run(`create table ${name} as ${movementSql}`, {
    as_of: asOf,
    lowest: tiers - 1,
    runs: demotion.runs,
    min_days: demotion.minDaysBetween,
    one_step: demotion.steps === 'one',
    protect_days: protectNewDays,
    expire_days: expireAfterDays,
    reviews: JSON.stringify(reviews),
  });
}
