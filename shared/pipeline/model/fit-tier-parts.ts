import type { Database } from '../../adapters/duckdb/duckdb.ts';
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
import { createLifetimeValues } from './lifetime-values.ts';

/**
 * Learns all that tiers follow from. Leaves `valued`: of the buyers, all that is looked at.
 * Reads `features`, `buyers` and `histories`.
 */
export async function fitTierParts(
  database: Database,
  policy: Policy,
  asOf: string,
  part: FitOrReuse,
): Promise<TierParts> {
  const column = lineColumn(policy.tierMethod);
  const looked = [
    ...weightedFeatures(normalizeWeights(policy.valueScore)),
    ...(column === 'value_score' ? [] : [column]),
    'clv',
  ];
  const columns = [...new Set(looked)];
  const lifetime_value = await part('lifetime_value', () => fitLifetimeValueModel(database, policy, asOf));
  await createLifetimeValues(database, lifetime_value);
  await database.run(
    `create table valued as
     select ${['customer_id', ...columns].join(', ')} from lifetime_values where orders > 0 and x is not null`,
  );
  await database.run('drop view lifetime_values');
  await database.run('drop table forecasts');
  const value_score = await part('value_score', () => fitValueScore(database, policy));
  const rfm = await part('rfm', () => fitRfm(database, policy.rfm));
  const classes = await part('classes', () => fitClasses(database, policy.classes));
  const tiers = await part('tiers', () => fitTierLines(database, policy, value_score));
  // A kept model has the lines; what tiers are called is the policy's.
  const labelled = tiers.map((tier, index) => ({ ...tier, label: policy.tiers[index]?.label ?? tier.label }));
  return { lifetime_value, value_score, rfm, classes, tiers: labelled };
}

/**
 * What the policy of the run before would have made of the same customers, so that a change of tier can be laid to the policy
 * or to lines that moved; null where the policy is the same, or its features would be others.
 */
export async function fitByPreviousPolicy(
  database: Database,
  policy: Policy,
  earlier: PreviousModel | undefined,
  asOf: string,
): Promise<TierParts | null> {
  if (!earlier || hasSameTierLines(policy, earlier.policy) || !hasSameFeatures(policy, earlier.policy)) return null;
  await database.run('create schema before');
  await database.run("set search_path = 'before,main'");
  try {
    const { part } = fitOrReuse('', earlier.policy, earlier);
    return await fitTierParts(database, earlier.policy, asOf, part);
  } finally {
    await database.run("set search_path = 'main'");
    await database.run('drop schema before cascade');
  }
}
