import type { Database } from '../../adapters/duckdb/duckdb.ts';
import { createTableAs, type Relation, reading } from '../../adapters/duckdb/relation.ts';
import applyOverrideSql from './apply-override.sql';
import finalTiersSql from './final-tiers.sql';
import type { Movement } from './movement.ts';
import type { Overrides } from './overrides.ts';
import type { Tiers } from './ranking.ts';

const columns = [
  ...(['customer_id', 'standing', 'held', 'earned', 'kept', 'rank', 'runs_below', 'counted_on'] as const),
  ...(['tier_expires_on', 'protected_until', 'applied_kind', 'applied_rank', 'final_rank'] as const),
  ...(['demotion_on', 'demotion_rank'] as const),
];

/** The tiers that customers hold after overrides, and what is on its way then. */
export type FinalTiers = Relation<(typeof columns)[number]>;

/**
 * Creates the macro `apply_override` too.
 * @param reviews days of the next reviews, ascending
 */
export async function createFinalTiers(
  database: Database,
  relations: { movement: Movement; overrides: Overrides; tiers: Tiers },
  reviews: readonly string[],
): Promise<FinalTiers> {
  await database.run(applyOverrideSql);
  return createTableAs(database, 'final_tiers', reading(finalTiersSql, relations), columns, {
    reviews: JSON.stringify(reviews),
  });
}
