import { createTable } from '../../adapters/duckdb/create-table.ts';
import type { Database, Query } from '../../adapters/duckdb/duckdb.ts';
import type { TierParts } from '../../domain/model.ts';
import type { Policy } from '../../domain/policy/policy.ts';
import { conditionSql, type Margin, withMargin } from '../../domain/tiers/ranking/condition.ts';
import { valueScoreSql } from '../../domain/tiers/ranking/value-score.ts';
import { createHistories, createLifetimeValues } from '../model/lifetime-values.ts';
import { classSteps } from './classes.ts';
import { createScoring } from './scores.ts';

/**
 * Creates all that tiers are judged by: `judgeable` of the customers in `features`, with all that is known of them, lifetime value,
 * scores, classes and value score; and `tiers` (position, name, en, zh; 0 = highest).
 */
export async function createJudgeable(
  database: Database,
  policy: Pick<Policy, 'classes'>,
  model: TierParts,
): Promise<void> {
  await createHistories(database);
  await createLifetimeValues(database, model.lifetime_value);
  const steps: Record<string, Query> = {
    scored: await createScoring(database, model.rfm),
    ...classSteps(policy.classes, model.classes),
    valued: { sql: valueScoreSql(model.value_score, 'classified') },
  };
  const named = Object.entries(steps).map(([name, { sql }]) => `${name} as (\n${sql})`);
  await database.run(
    `create table judgeable as with ${named.join(',\n')}
     select * replace (if(orders > 0 and x is not null, value_score, null) as value_score) from valued`,
    Object.assign({}, ...Object.values(steps).map(({ parameters }) => parameters)),
  );
  const tiers = model.tiers.map(({ name, label }, position) => ({ position, name, ...label }));
  await createTable(database, 'tiers', { position: 'INTEGER', name: 'VARCHAR', en: 'VARCHAR', zh: 'VARCHAR' }, tiers);
}

/**
 * Creates `judged`: the places that customers reach by the lines, and by the lines eased by a margin, and the days that rules of
 * movement look at. Reads `judgeable`.
 */
export async function createJudged(
  database: Database,
  tiers: TierParts['tiers'],
  margin: Margin,
  name = 'judged',
): Promise<void> {
  await database.run(
    `create table ${name} as
     select customer_id, recency_days, tenure_days, last_order_at,
       ${placeSql(tiers)} as earned, ${placeSql(tiers, margin)} as kept
     from judgeable`,
  );
}

/** The highest tier whose condition holds; the last takes the rest. */
function placeSql(tiers: TierParts['tiers'], margin?: Margin): string {
  const cases = tiers.flatMap(({ when }, place) =>
    when ? [`when ${conditionSql(margin ? withMargin(when, margin) : when)} then ${place}`] : [],
  );
  const lowest = tiers.length - 1;
  return cases.length > 0 ? `case ${cases.join(' ')} else ${lowest} end::integer` : `${lowest}::integer`;
}
