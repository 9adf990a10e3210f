import type { Database } from '../../adapters/duckdb/duckdb.ts';
import { createTableAs, type Relation } from '../../adapters/duckdb/relation.ts';
import type { TierParts } from '../../domain/model.ts';
import type { Policy } from '../../domain/policy/policy.ts';
import { lineColumn } from '../../domain/tiers/ranking/tier-policy.ts';
import { normalizeWeights, weightedFeatures } from '../../domain/tiers/ranking/value-score.ts';
import { fitClasses } from './fit-classes.ts';
import { fitLifetimeValueModel } from './fit-lifetime-value.ts';
import { type FitOrReuse, fitOrReuse, hasSameFeatures, hasSameTierLines, type PreviousModel } from './fit-or-reuse.ts';
import { fitRfm } from './fit-rfm.ts';
import { fitTierLines } from './fit-tier-lines.ts';
import { fitValueScore } from './fit-value-score.ts';
import { createLifetimeValues, type Histories } from './lifetime-values.ts';

/** The customers that a model is fitted to. */
export interface Population {
  features: Relation;
  buyers: Relation;
  histories: Histories;
}

/** Buyers with every column that value score and tier lines use. */
export type Valued = Relation<'customer_id' | 'clv'>;

/** Fits everything that tiers depend on. The caller drops the table `valued`. */
export async function fitTierParts(
  database: Database,
  population: Population,
  policy: Policy,
  asOf: string,
  part: FitOrReuse,
): Promise<TierParts & { valued: Valued }> {
  const column = lineColumn(policy.tierMethod);
  const used = [
    ...weightedFeatures(normalizeWeights(policy.valueScore)),
    ...(column === 'value_score' ? [] : [column]),
    'clv',
  ];
  const columns = [...new Set(used)];
  const lifetime_value = await part('lifetime_value', () => fitLifetimeValueModel(database, population, policy, asOf));
  const lifetimeValues = await createLifetimeValues(database, population.histories, lifetime_value);
  const valued: Valued = await createTableAs(
    database,
    'valued',
    `select ${['customer_id', ...columns].join(', ')} from ${lifetimeValues.name} where orders > 0 and x is not null`,
  );
  await database.run(`drop table ${lifetimeValues.forecasts.name}`);
  const value_score = await part('value_score', () => fitValueScore(database, valued, policy));
  const rfm = await part('rfm', () => fitRfm(database, population.buyers, policy.rfm));
  const classes = await part('classes', () => fitClasses(database, population.features, policy.classes));
  const tiers = await part('tiers', () => fitTierLines(database, valued, policy, value_score));
  // A reused model keeps its lines, but labels come from the policy.
  const labelled = tiers.map((tier, index) => ({ ...tier, label: policy.tiers[index]?.label ?? tier.label }));
  return { lifetime_value, value_score, rfm, classes, tiers: labelled, valued };
}

/**
 * Fits tiers to the same customers by the previous run's policy, to tell whether a tier change is due to the policy or to moved
 * lines; null if the policy is the same or its features differ.
 */
export async function fitByPreviousPolicy(
  database: Database,
  population: Population,
  policy: Policy,
  earlier: PreviousModel | undefined,
  asOf: string,
): Promise<TierParts | null> {
  if (!earlier || hasSameTierLines(policy, earlier.policy) || !hasSameFeatures(policy, earlier.policy)) return null;
  const { part } = fitOrReuse('', earlier.policy, earlier);
  const { valued, ...parts } = await fitTierParts(database, population, earlier.policy, asOf, part);
  await database.run(`drop table ${valued.name}`);
  return parts;
}
