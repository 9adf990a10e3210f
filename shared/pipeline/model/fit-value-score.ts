import { z } from 'zod';
import type { Database } from '../../adapters/duckdb/duckdb.ts';
import type { Relation } from '../../adapters/duckdb/relation.ts';
import type { Policy } from '../../domain/policy/policy.ts';
import { normalizeWeights, type ValueModel, weightedFeatures } from '../../domain/tiers/ranking/value-score.ts';

const percentiles = z.object({ percentiles: z.array(z.number()) });

/** Fits the value score to the run's buyers: the percentiles of each weighted feature. */
export async function fitValueScore(
  database: Database,
  valued: Relation,
  { valueScore }: Pick<Policy, 'valueScore'>,
): Promise<ValueModel> {
  const weights = normalizeWeights(valueScore);
  const learnt: ValueModel['percentiles'] = {};
  for (const feature of weightedFeatures(weights)) {
    const [found] = await database.rows(percentilesSql(feature, valued), percentiles);
    learnt[feature] = found?.percentiles ?? [];
  }
  return { percentiles: learnt, weights };
}

/**
 * The 0th to 100th percentiles of a feature by nearest rank. Sorting is four times as fast as quantile_disc. A feature without
 * any value has zeros.
 */
const percentilesSql = (feature: string, valued: Relation) => `
  with sorted as (
    select list_sort(list(${feature}::double) filter (${feature} is not null)) as amounts, count(${feature}) as size from ${valued.name}
  )
  select list_transform(range(101), percent ->
    coalesce(amounts[greatest(1, (percent * size + 99) // 100)], 0)) as percentiles
  from sorted`;
