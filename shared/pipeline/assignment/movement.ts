import type { Database } from '../../adapters/duckdb/duckdb.ts';
import { createTableAs, type Relation, reading } from '../../adapters/duckdb/relation.ts';
import type { MovementPolicy } from '../../domain/tiers/movement/movement-policy.ts';
import movementSql from './movement.sql';
import type { Ranked } from './ranking.ts';

interface Review {
  asOf: string;
  /** How many tiers there are. */
  tiers: number;
  /** Days of the next reviews, ascending. */
  reviews: readonly string[];
}

const columns = [
  ...(['customer_id', 'standing', 'held', 'earned', 'kept', 'rank', 'runs_below', 'counted_on'] as const),
  ...(['tier_expires_on', 'protected_until', 'demotion_on', 'demotion_rank'] as const),
];

/** The tiers that the rules of movement give, and what is on its way. */
export type Movement = Relation<(typeof columns)[number]>;

/** @param relations `ranked`: the ranks that customers reach now; `previous`: those that they had */
export const createMovement = (
  database: Database,
  relations: { ranked: Ranked; previous: Relation<'customer_id' | 'rank' | 'runs_below' | 'counted_on'> },
  { demotion, protectNewDays, expireAfterDays }: MovementPolicy,
  { asOf, tiers, reviews }: Review,
): Promise<Movement> =>
  createTableAs(database, 'movement', reading(movementSql, relations), columns, {
    as_of: asOf,
    lowest: tiers - 1,
    runs: demotion.runs,
    min_days: demotion.minDaysBetween,
    one_step: demotion.steps === 'one',
    protect_days: protectNewDays,
    expire_days: expireAfterDays,
    reviews: JSON.stringify(reviews),
  });
