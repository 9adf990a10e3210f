import { rename } from 'node:fs/promises';
import type { Database, WithDatabase } from '../../../shared/adapters/duckdb/duckdb.ts';
import type { Model } from '../../../shared/domain/model.ts';
import { type Policy, policyHash } from '../../../shared/domain/policy/policy.ts';
import { bucketFromKey, runFiles } from '../../../shared/domain/run/runs.ts';
import { assignBucket } from '../../../shared/pipeline/assignment/assign-bucket.ts';
import { createPreviousOverrides } from '../../../shared/pipeline/assignment/overrides.ts';
import { createFeaturesToFit } from '../../../shared/pipeline/model/features-to-fit.ts';
import { fitModel } from '../../../shared/pipeline/model/fit-model.ts';
import type { PreviousModel } from '../../../shared/pipeline/model/fit-or-reuse.ts';
import type { ObjectStore } from '../../../shared/ports/objects.ts';

interface Tools {
  lake: ObjectStore;
  withDatabase: WithDatabase;
}

/** Fits the model of a policy to the features of the previous run. Clusters do not affect tiers and stay as they are. */
export function refitModel(
  { lake, withDatabase }: Tools,
  { runId, policy, before, reviewDay }: { runId: string; policy: Policy; before: PreviousModel; reviewDay: number },
): Promise<Model> {
  const { run_id, as_of, clusters } = before.model;
  return withDatabase(async (database) => {
    const { features, sample } = await createFeaturesToFit(database, lake, run_id);
    const context = { runId, sample, policy, policyHash: policyHash(policy), asOf: as_of, earlier: before, reviewDay };
    return fitModel(database, features, context, (part) => part('clusters', async () => clusters));
  });
}

/**
 * Reassigns all customers of a run as the next run would: with its tiers as the previous ones and its overrides in force.
 * @param database the files are written to its directory
 * @returns one file of tiers per bucket
 */
export async function reassignTiers(
  { directory }: Database,
  { lake, withDatabase }: Tools,
  { policy, model, before }: { policy: Policy; model: Model; before: PreviousModel },
): Promise<string[]> {
  const { run_id } = before.model;
  const objects = await lake.list(runFiles.allFeatures(run_id));
  const buckets = objects.flatMap(({ key }) => bucketFromKey(key) ?? []);
  const files: string[] = [];
  for (const bucket of buckets) {
    const file = `${directory}/next-${bucket}.parquet`;
    await withDatabase(async (database) => {
      const features = `${database.directory}/features.parquet`;
      const previous = `${database.directory}/previous.parquet`;
      await lake.fileFor(runFiles.features(run_id, bucket), features);
      await lake.fileFor(runFiles.tiers(run_id, bucket), previous);
      const assigned = await assignBucket(database, {
        ...{ lake, withDatabase, bucket, policy, model, features, previous, earlier: before },
        mayBeCorrected: false,
        createOverrides: createPreviousOverrides,
      });
      await rename(assigned, file);
    });
    files.push(file);
  }
  return files;
}
