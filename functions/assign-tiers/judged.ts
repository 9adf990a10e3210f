import type { Database } from '../../shared/adapters/duckdb.ts';
import { createHistories, createLifetimeValues, createValued } from '../../shared/adapters/lifetime-values.ts';
import { createTable } from '../../shared/adapters/model-tables.ts';
import type { TierParts } from '../../shared/domain/model.ts';
import type { Policy } from '../../shared/domain/policy.ts';
import { columnsOf, conditionSql, eased, type Margin } from '../../shared/domain/tiers/condition.ts';
import { featuresIn, valueScoreSql } from '../../shared/domain/value-score.ts';
import { createClasses } from './classes.ts';
import { createScores } from './scores.ts';

/**
 * Creates all that tiers are judged by, of the customers in `features`: `lifetime_values`, `scored`, `classified`,
 * `value_scores`, the view `judgeable` of the columns that conditions look at, and `tiers` (position, name, en, zh; 0 = highest).
 */
export async function createJudgeable(
  database: Database,
  policy: Pick<Policy, 'classes'>,
  model: TierParts,
): Promise<void> {
  await createHistories(database);
  await createLifetimeValues(database, model.lifetime_value);
  await createScores(database, model.rfm);
  await createClasses(database, policy.classes, model.classes);
  await createValued(database, featuresIn(model.value_score.weights));
  await database.run(
    `create table value_scores as select customer_id, ${valueScoreSql(model.value_score)} as value_score from valued`,
  );
  const columns = new Set(model.tiers.flatMap(({ when }) => (when ? columnsOf(when) : [])));
  await database.run(
    `create view judgeable as
     select ${['customer_id', ...columns].join(', ')}
     from features
     left join value_scores using (customer_id)
     left join (select * exclude (orders, recency_days, monetary_total) from lifetime_values) using (customer_id)
     left join scored using (customer_id)
     left join classified using (customer_id)`,
  );
  const tiers = model.tiers.map(({ name, label }, position) => ({ position, name, ...label }));
  await createTable(database, 'tiers', { position: 'INTEGER', name: 'VARCHAR', en: 'VARCHAR', zh: 'VARCHAR' }, tiers);
}

/** Creates `judged`: the places that customers reach by the lines, and by the lines eased by a margin. Reads `judgeable`. */
export async function createJudged(
  database: Database,
  tiers: TierParts['tiers'],
  margin: Margin,
  name = 'judged',
): Promise<void> {
  await database.run(
    `create table ${name} as
     select customer_id, ${placeSql(tiers)} as earned, ${placeSql(tiers, margin)} as kept from judgeable`,
  );
}

/** The highest tier whose condition holds; the last takes the rest. */
function placeSql(tiers: TierParts['tiers'], margin?: Margin): string {
  const cases = tiers.flatMap(({ when }, place) =>
    when ? [`when ${conditionSql(margin ? eased(when, margin) : when)} then ${place}`] : [],
  );
  const lowest = tiers.length - 1;
  return cases.length > 0 ? `case ${cases.join(' ')} else ${lowest} end::integer` : `${lowest}::integer`;
}
