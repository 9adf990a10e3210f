import type { Database } from '../../adapters/duckdb/duckdb.ts';
import { createTableAs, type Relation } from '../../adapters/duckdb/relation.ts';
import applyOverrideSql from './apply-override.sql';
import finalTiersSql from './final-tiers.sql';
import type { Movement } from './movement.ts';
import type { Overrides } from './overrides.ts';
import type { Tiers } from './ranking.ts';

/** Ranks of customers after overrides, and their projected demotion. */
export type FinalTiers = Movement & Relation<'applied_kind' | 'applied_rank' | 'final_rank'>;

/** @param reviews dates of the next reviews, ascending */
export async function createFinalTiers(
  database: Database,
  relations: { movement: Movement; overrides: Overrides; tiers: Tiers },
  reviews: readonly string[],
): Promise<FinalTiers> {
  await database.run(applyOverrideSql);
  return createTableAs(database, 'final_tiers', finalTiersSql, relations, { reviews: JSON.stringify(reviews) });
}
