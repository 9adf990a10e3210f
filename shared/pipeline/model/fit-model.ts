import { z } from 'zod';
import packageJson from '../../../package.json' with { type: 'json' };
import type { Database } from '../../adapters/duckdb/duckdb.ts';
import { createView, type Relation } from '../../adapters/duckdb/relation.ts';
import type { ClusterModel } from '../../domain/clusters/model/cluster-model.ts';
import type { Model } from '../../domain/model.ts';
import type { Policy } from '../../domain/policy/policy.ts';
import { projectedReviews, reviewsAfter } from '../../domain/tiers/movement/reviews.ts';
import { NoOrdersError } from '../../errors.ts';
import { type FitOrReuse, fitOrReuse, type PreviousModel } from './fit-or-reuse.ts';
import { fitByPreviousPolicy, fitTierParts } from './fit-tier-parts.ts';
import { createHistories } from './lifetime-values.ts';
import { measureDistributions, measureDrift } from './measure-drift.ts';

export interface FitContext {
  runId: string;
  policy: Policy;
  policyHash: string;
  /** The customer buckets that the features are of; null if all. */
  sample: Model['sample'];
  /** As-of date, YYYY-MM-DD. */
  asOf: string;
  /** The previous run; undefined if there is none that can be applied. */
  earlier: PreviousModel | undefined;
  /** Day of the month of scheduled runs, 1 to 28. */
  reviewDay: number;
}

/**
 * Fits a model to the features of all customers: cut points, percentiles and tier lines.
 * @param findClusters fits the clusters to the buyers
 * @throws {NoOrdersError} if there are no buyers
 */
export async function fitModel(
  database: Database,
  features: Relation,
  { runId, policy, policyHash, sample, asOf, earlier, reviewDay }: FitContext,
  findClusters: (part: FitOrReuse, buyers: Relation) => Promise<ClusterModel>,
): Promise<Model> {
  const buyers = await createView(database, 'buyers', `from ${features.name} where orders > 0`);
  const [seen] = await database.rows(
    `from (select count(*)::integer as buyers from ${buyers.name})`,
    z.object({ buyers: z.number() }),
  );
  if (!seen?.buyers) {
    throw new NoOrdersError(`No customer has a purchase on or before ${asOf}: check the exports and the day asked for`);
  }
  const kept = policy.model === 'frozen' ? earlier : undefined;
  const { part, learnt_in } = fitOrReuse(runId, policy, earlier);
  const population = { features, buyers, histories: await createHistories(database, features) };
  const { valued, ...parts } = await fitTierParts(database, population, policy, asOf, part);
  const clusters = await findClusters(part, buyers);
  return {
    strata_version: packageJson.version,
    run_id: runId,
    as_of: asOf,
    policy_hash: policyHash,
    buyers: seen.buyers,
    sample,
    learnt_in,
    drift: kept ? await measureDrift(database, { buyers, valued }, kept.model) : null,
    reviews: reviewsAfter(asOf, reviewDay, projectedReviews(policy.movement)),
    by_policy_before: await fitByPreviousPolicy(database, population, policy, earlier, asOf),
    ...parts,
    clusters,
    distributions: await part('distributions', () => measureDistributions(database, { buyers, valued }, policy)),
  };
}
