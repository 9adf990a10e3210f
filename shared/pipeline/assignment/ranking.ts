import { createTable } from '../../adapters/duckdb/create-table.ts';
import type { Database, Query } from '../../adapters/duckdb/duckdb.ts';
import { createTableAs, type Relation } from '../../adapters/duckdb/relation.ts';
import type { TierParts } from '../../domain/model.ts';
import type { Policy } from '../../domain/policy/policy.ts';
import { conditionSql, type Margin, withMargin } from '../../domain/tiers/ranking/condition.ts';
import { valueScoreSql } from '../../domain/tiers/ranking/value-score.ts';
import { createHistories, createLifetimeValues } from '../model/lifetime-values.ts';
import { classSteps } from './classes.ts';
import { createScoring } from './scores.ts';

/** Tiers by rank, 0 the highest. */
export type Tiers = Relation<'rank' | 'name'>;

export const createTiers = (database: Database, tiers: TierParts['tiers']): Promise<Tiers> =>
  createTable(
    database,
    'tiers',
    { rank: 'INTEGER', name: 'VARCHAR' },
    tiers.map(({ name }, rank) => ({ rank, name })),
  );

/** Customers with features, lifetime value, RFM scores, classes and value score. */
export type ScoredCustomers = Relation<'customer_id' | 'value_score'>;

/** @param features of the customers, one row each */
export async function createScoredCustomers(
  database: Database,
  features: Relation,
  policy: Pick<Policy, 'classes'>,
  model: TierParts,
): Promise<ScoredCustomers> {
  const histories = await createHistories(database, features);
  const lifetimeValues = await createLifetimeValues(database, histories, model.lifetime_value);
  const steps: Record<string, Query> = {
    scored: await createScoring(database, lifetimeValues, model.rfm),
    ...classSteps(policy.classes, model.classes),
    valued: { sql: valueScoreSql(model.value_score, 'classified') },
  };
  const named = Object.entries(steps).map(([name, { sql }]) => `${name} as (\n${sql})`);
  return createTableAs(
    database,
    'scored_customers',
    `with ${named.join(',\n')}
     select * replace (if(orders > 0 and x is not null, value_score, null) as value_score) from valued`,
    {},
    Object.assign({}, ...Object.values(steps).map(({ parameters }) => parameters)),
  );
}

/**
 * Ranks of customers by the tier lines (`earned`) and by the lines with a margin (`kept`), with the days that the rules of movement
 * need.
 */
export type Ranked = Relation<'customer_id' | 'recency_days' | 'tenure_days' | 'last_order_at' | 'earned' | 'kept'>;

export const createRanked = (
  database: Database,
  scored: ScoredCustomers,
  tiers: TierParts['tiers'],
  margin: Margin,
): Promise<Ranked> =>
  createTableAs(
    database,
    'ranked',
    `select customer_id, recency_days, tenure_days, last_order_at,
       ${rankSql(tiers)} as earned, ${rankSql(tiers, margin)} as kept
     from ${scored.name}`,
  );

/** The highest tier whose condition holds; the last takes the rest. */
function rankSql(tiers: TierParts['tiers'], margin?: Margin): string {
  const cases = tiers.flatMap(({ when }, rank) =>
    when ? [`when ${conditionSql(margin ? withMargin(when, margin) : when)} then ${rank}`] : [],
  );
  const lowest = tiers.length - 1;
  return cases.length > 0 ? `case ${cases.join(' ')} else ${lowest} end::integer` : `${lowest}::integer`;
}
