import type { Database } from '../../shared/adapters/duckdb.ts';
import type { Policy } from '../../shared/domain/policy.ts';
import { type ValueModel, valueModelSchema, weightsOf } from '../../shared/domain/value-score.ts';
import valuePercentilesSql from './value-percentiles.sql';

/** Learns how the run's buyers are ranked by value. */
export async function learnValueScore(database: Database, { valueScore }: Policy): Promise<ValueModel> {
  const [found] = await database.rows(valuePercentilesSql, valueModelSchema.pick({ percentiles: true }));
  if (!found) throw new Error('The percentiles query gave no row');
  return { ...found, weights: weightsOf(valueScore) };
}
