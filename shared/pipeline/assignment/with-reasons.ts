import type { Database } from '../../adapters/duckdb/duckdb.ts';
import type { TierParts } from '../../domain/model.ts';
import { type Condition, type Margin, withMargin } from '../../domain/tiers/ranking/condition.ts';
import { gapsSql } from '../../domain/tiers/ranking/gaps.ts';
import { type Language, metSql, unmetSql } from '../../domain/tiers/ranking/ranking-words.ts';

/**
 * Creates the view `explained`: all that is known of customers, with their places; why they earn the tier that they earn, in English
 * and Chinese; what they lack for the tier above the one they hold (`to_next`), and for keeping theirs (`to_keep`), as JSON
 * lists. Reads `judgeable` and `placed`.
 */
export async function createExplained(database: Database, tiers: TierParts['tiers'], margin: Margin): Promise<void> {
  await database.run(
    `create view explained as
     select
       *,
       ${byPlace('earned', tiers, (place) => reasonSql(tiers, place, 'en'))} as judgement,
       ${byPlace('earned', tiers, (place) => reasonSql(tiers, place, 'zh'))} as judgement_zh,
       ${byPlace('final_place', tiers, (place) => lackSql(tiers[place - 1]?.when))} as to_next,
       if(kept > place, ${byPlace('place', tiers, (place) => easedLackSql(tiers[place]?.when, margin))}, null) as to_keep
     from judgeable
     join placed using (customer_id)`,
  );
}

function byPlace(column: string, tiers: TierParts['tiers'], expression: (place: number) => string): string {
  const cases = tiers.map((_, place) => `when ${place} then ${expression(place)}`);
  return `case ${column} ${cases.join(' ')} end`;
}

/** What holds of those in a tier; of those in the lowest, what the tier above asks and they lack. */
function reasonSql(tiers: TierParts['tiers'], place: number, language: Language): string {
  const [tier, above] = [tiers[place], tiers[place - 1]];
  if (tier?.when) return metSql(tier.when, language);
  return above?.when ? unmetSql(above.when, above.label, language) : 'null';
}

const lackSql = (when: Condition | null | undefined) => (when ? gapsSql(when) : 'null');
const easedLackSql = (when: Condition | null | undefined, margin: Margin) => lackSql(when && withMargin(when, margin));
