import type { Database } from '../../adapters/duckdb/duckdb.ts';
import { createView, type Relation, reading } from '../../adapters/duckdb/relation.ts';
import type { TierParts } from '../../domain/model.ts';
import { type Condition, type Margin, withMargin } from '../../domain/tiers/ranking/condition.ts';
import { gapsSql } from '../../domain/tiers/ranking/gaps.ts';
import { type Language, metSql, unmetSql } from '../../domain/tiers/ranking/ranking-words.ts';
import type { FinalTiers } from './final-tiers.ts';
import type { ScoredCustomers } from './ranking.ts';

const columns = ['customer_id', 'earned_reason', 'earned_reason_zh', 'to_next', 'to_keep'] as const;

/**
 * All that is known of customers, with their ranks; why they earn the tier that they earn, in English and Chinese; what they lack
 * for the tier above the one they hold (`to_next`), and for keeping theirs (`to_keep`), as JSON lists.
 */
export type WithReasons = Relation<(typeof columns)[number]>;

export const createWithReasons = (
  database: Database,
  relations: { scored_customers: ScoredCustomers; final_tiers: FinalTiers },
  tiers: TierParts['tiers'],
  margin: Margin,
): Promise<WithReasons> =>
  createView(
    database,
    'with_reasons',
    reading(
      `select
         *,
         ${byRank('earned', tiers, (rank) => reasonSql(tiers, rank, 'en'))} as earned_reason,
         ${byRank('earned', tiers, (rank) => reasonSql(tiers, rank, 'zh'))} as earned_reason_zh,
         ${byRank('final_rank', tiers, (rank) => gapSql(tiers[rank - 1]?.when))} as to_next,
         if(kept > rank, ${byRank('rank', tiers, (rank) => gapWithMarginSql(tiers[rank]?.when, margin))}, null) as to_keep
       from scored_customers
       join final_tiers using (customer_id)`,
      relations,
    ),
    columns,
  );

function byRank(column: string, tiers: TierParts['tiers'], expression: (rank: number) => string): string {
  const cases = tiers.map((_, rank) => `when ${rank} then ${expression(rank)}`);
  return `case ${column} ${cases.join(' ')} end`;
}

/** What holds of those in a tier; of those in the lowest, what the tier above asks and they lack. */
function reasonSql(tiers: TierParts['tiers'], rank: number, language: Language): string {
  const [tier, above] = [tiers[rank], tiers[rank - 1]];
  if (tier?.when) return metSql(tier.when, language);
  return above?.when ? unmetSql(above.when, above.label, language) : 'null';
}

const gapSql = (when: Condition | null | undefined) => (when ? gapsSql(when) : 'null');
const gapWithMarginSql = (when: Condition | null | undefined, margin: Margin) =>
  gapSql(when && withMargin(when, margin));
