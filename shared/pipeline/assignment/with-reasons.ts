import type { Database } from '../../adapters/duckdb/duckdb.ts';
import { createView, type Relation } from '../../adapters/duckdb/relation.ts';
import type { TierParts } from '../../domain/model.ts';
import { type Condition, type Margin, withMargin } from '../../domain/tiers/ranking/condition.ts';
import { gapsSql } from '../../domain/tiers/ranking/gaps.ts';
import { type Language, metSql, unmetSql } from '../../domain/tiers/ranking/ranking-words.ts';
import type { FinalTiers } from './final-tiers.ts';
import type { ScoredCustomers } from './ranking.ts';

/**
 * Scored customers with their ranks, the reason for the tier they earn, and their gaps to the next tier (`to_next`) and to keeping
 * theirs (`to_keep`) as JSON lists.
 */
export type WithReasons = Relation<'customer_id' | 'earned_reason' | 'earned_reason_zh' | 'to_next' | 'to_keep'>;

export const createWithReasons = (
  database: Database,
  scored: ScoredCustomers,
  finalTiers: FinalTiers,
  tiers: TierParts['tiers'],
  margin: Margin,
): Promise<WithReasons> =>
  createView(
    database,
    'with_reasons',
    `select
       *,
       ${byRank('earned', tiers, (rank) => reasonSql(tiers, rank, 'en'))} as earned_reason,
       ${byRank('earned', tiers, (rank) => reasonSql(tiers, rank, 'zh'))} as earned_reason_zh,
       ${byRank('final_rank', tiers, (rank) => gapSql(tiers[rank - 1]?.when))} as to_next,
       if(kept > rank, ${byRank('rank', tiers, (rank) => gapWithMarginSql(tiers[rank]?.when, margin))}, null) as to_keep
     from ${scored.name}
     join ${finalTiers.name} using (customer_id)`,
  );

function byRank(column: string, tiers: TierParts['tiers'], expression: (rank: number) => string): string {
  const cases = tiers.map((_, rank) => `when ${rank} then ${expression(rank)}`);
  return `case ${column} ${cases.join(' ')} end`;
}

/** The condition that customers of a tier meet; for the lowest tier, the condition of the tier above that they do not meet. */
function reasonSql(tiers: TierParts['tiers'], rank: number, language: Language): string {
  const [tier, above] = [tiers[rank], tiers[rank - 1]];
  if (tier?.when) return metSql(tier.when, language);
  return above?.when ? unmetSql(above.when, above.label, language) : 'null';
}

const gapSql = (when: Condition | null | undefined) => (when ? gapsSql(when) : 'null');
const gapWithMarginSql = (when: Condition | null | undefined, margin: Margin) =>
  gapSql(when && withMargin(when, margin));
