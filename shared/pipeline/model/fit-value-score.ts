import { z } from 'zod';
import type { Database } from '../../adapters/duckdb/duckdb.ts';
import type { Relation } from '../../adapters/duckdb/relation.ts';
import type { Policy } from '../../domain/policy/policy.ts';
import { normalizeWeights, type ValueModel, weightedFeatures } from '../../domain/tiers/ranking/value-score.ts';

const percentiles = z.object({ percentiles: z.array(z.number()) });

/** Learns how the run's buyers are ranked by value. */
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
 * The 0th to the 100th percentile of a feature, each a value that somebody has: the smallest that no fewer than so many
 * percent do not exceed. Sorting them is four times as fast as quantile_disc. A feature that is known of nobody has zeros.
 */
const percentilesSql = (feature: string, valued: Relation) => `
  with sorted as (
    select list_sort(list(${feature}::double) filter (${feature} is not null)) as amounts, count(${feature}) as size from ${valued.name}
  )
  select list_transform(range(101), percent ->
    coalesce(amounts[greatest(1, (percent * size + 99) // 100)], 0)) as percentiles
  from sorted`;
