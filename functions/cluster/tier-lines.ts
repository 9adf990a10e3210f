import { z } from 'zod';
import type { Database } from '../../shared/adapters/duckdb.ts';
import type { Model } from '../../shared/domain/model.ts';
import type { Policy } from '../../shared/domain/policy.ts';
import { type ValueModel, valueScoreSql } from '../../shared/domain/value-score.ts';

/**
 * The lowest value score of each tier, so that the tiers above hold their shares of buyers or, with ties, a little more.
 * Reads `lifetime_values`.
 */
export async function learnTiers(database: Database, { tiers }: Policy, value: ValueModel): Promise<Model['tiers']> {
  let above = 0;
  const shares = tiers.flatMap(({ share }) => {
    if (share === undefined) return [];
    above += share;
    return [above];
  });
  const [found] = await database.rows(
    `select list_transform(quantile_disc(-value_score, [${shares.join(', ') || '1'}]), line -> -line) as lines
     from (select ${valueScoreSql(value)} as value_score from lifetime_values where orders > 0)`,
    z.object({ lines: z.array(z.number()) }),
  );
  return tiers.map(({ name, label, share }, index) => ({
    name,
    label,
    share: share ?? null,
    line: share === undefined ? null : (found?.lines[index] ?? null),
  }));
}
