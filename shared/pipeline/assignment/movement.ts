import type { Database } from '../../adapters/duckdb/duckdb.ts';
import { createTableAs, type Relation } from '../../adapters/duckdb/relation.ts';
import type { MovementPolicy } from '../../domain/tiers/movement/movement-policy.ts';
import movementSql from './movement.sql';
import type { Ranked } from './ranking.ts';

interface Review {
  asOf: string;
  /** Number of tiers. */
  tiers: number;
  /** Dates of the next reviews, ascending. */
  reviews: readonly string[];
}

/** Ranks of customers by the movement rules (`rank`), and their projected demotion. */
export type Movement = Relation<
  | ('customer_id' | 'standing' | 'held' | 'earned' | 'kept' | 'rank' | 'runs_below' | 'counted_on')
  | ('tier_expires_on' | 'protected_until' | 'demotion_on' | 'demotion_rank')
>;

export const createMovement = (
  database: Database,
  relations: { ranked: Ranked; previous: Relation<'customer_id' | 'rank' | 'runs_below' | 'counted_on'> },
  { demotion, protectNewDays, expireAfterDays }: MovementPolicy,
  { asOf, tiers, reviews }: Review,
): Promise<Movement> =>
  createTableAs(database, 'movement', movementSql, relations, {
    as_of: asOf,
    lowest: tiers - 1,
    runs: demotion.runs,
    min_days: demotion.minDaysBetween,
    one_step: demotion.steps === 'one',
    protect_days: protectNewDays,
    expire_days: expireAfterDays,
    reviews: JSON.stringify(reviews),
  });
