import type { Database } from '../../adapters/duckdb/duckdb.ts';
import { createViewOfFiles } from '../../adapters/duckdb/parquet-view.ts';
import type { Relation } from '../../adapters/duckdb/relation.ts';
import type { Model } from '../../domain/model.ts';
import { bucketSample } from '../../domain/run/bucket-sample.ts';
import { runFiles } from '../../domain/run/runs.ts';
import type { ObjectStore } from '../../ports/objects.ts';

/**
 * Bytes of feature files that a model is fitted to at most: about eight million customers. A quantile of so many random ones has
 * the right rank within 0.05 % of customers with a probability of 95 % (Massart 1990, The tight constant in the
 * Dvoretzky-Kiefer-Wolfowitz inequality).
 */
export const MAX_FITTED_BYTES = 1024 ** 3;

/**
 * Creates a view of the features of a run that its model is fitted to: those of all customers or, if they have more bytes, of a random
 * sample that is as large as fits.
 */
export async function createFeaturesToFit(
  database: Database,
  lake: ObjectStore,
  runId: string,
  maxBytes = MAX_FITTED_BYTES,
): Promise<{ features: Relation; sample: Model['sample'] }> {
  const { files, sample } = bucketSample(await lake.list(runFiles.allFeatures(runId)), maxBytes);
  return { features: await createViewOfFiles(database, lake, 'features', files), sample };
}
