import { z } from 'zod';
import { createTable } from '../../adapters/duckdb/create-table.ts';
import type { Database } from '../../adapters/duckdb/duckdb.ts';
import { createView, type Relation, withRelations } from '../../adapters/duckdb/relation.ts';
import { writeCsv } from '../../adapters/duckdb/write-csv.ts';
import { assignCluster } from '../../domain/clusters/assign-cluster.ts';
import { type ClusterSample, fitClusters } from '../../domain/clusters/fit-clusters.ts';
import type { Scale } from '../../domain/clusters/geometry/scaling.ts';
import { type ClusterModel, clusterModelSchema } from '../../domain/clusters/model/cluster-model.ts';
import type { ClusterPolicy } from '../../domain/clusters/model/cluster-policy.ts';
import { type ClusterFeature, clusterFeatureNames, clusterFeatures } from '../../domain/features/cluster-features.ts';
import { runFiles } from '../../domain/run/runs.ts';
import { quotedIdentifier } from '../../domain/sql/quoting.ts';
import type { ObjectStore } from '../../ports/objects.ts';
import sampleSql from './sample.sql';
import scaleSql from './scale.sql';

const sampled = z.object({ customer_id: z.string(), spend: z.number() }).catchall(z.number().nullable());
const measured = z.object({
  feature: z.enum(clusterFeatureNames),
  center: z.number(),
  spread: z.number(),
  unknown: z.number(),
});

/** A sample of buyers to find clusters in. */
export interface BuyerSample extends ClusterSample {
  ids: string[];
  /** All buyers with their spend and cluster features. */
  all: Relation<'customer_id' | 'spend'>;
}

/** Takes a sample that neither row order nor bucket count can change. */
export async function sampleBuyers(database: Database, buyers: Relation, policy: ClusterPolicy): Promise<BuyerSample> {
  const columns = policy.features.map(
    (feature) => `${quotedIdentifier(feature)}::double as ${quotedIdentifier(feature)}`,
  );
  const all: BuyerSample['all'] = await createView(
    database,
    'cluster_values',
    `select customer_id, monetary_total::double as spend, ${columns.join(', ')} from ${buyers.name}`,
  );
  const sql = withRelations(sampleSql, { cluster_values: all });
  const sample = await database.rows(sql, sampled, { size: policy.sampleSize });
  return {
    all,
    ids: sample.map(({ customer_id }) => customer_id),
    rows: sample.map((row) =>
      policy.features.map((feature) => (row as Record<string, number | null>)[feature] ?? null),
    ),
    spend: sample.map(({ spend }) => spend),
  };
}

/**
 * Fits clusters to a sample of the run's buyers.
 * @param visible the visible run, whose cluster numbers keep their meaning
 */
export async function findClusters(
  database: Database,
  lake: ObjectStore,
  policy: ClusterPolicy,
  sample: BuyerSample,
  visible: string | undefined,
): Promise<ClusterModel> {
  const scales = await measureScales(database, sample.all, policy);
  return fitClusters(sample, scales, policy, await readClusters(lake, visible));
}

async function measureScales(
  database: Database,
  cluster_values: BuyerSample['all'],
  { features, log, scaling }: ClusterPolicy,
): Promise<Scale[]> {
  const isLogged = (feature: ClusterFeature) => log && clusterFeatures[feature].isMagnitude;
  const found = await database.rows(withRelations(scaleSql, { cluster_values }), measured, {
    logged: JSON.stringify(features.filter(isLogged)),
    scaling,
  });
  // A feature without any value has no row.
  const unmeasured = { center: 0, spread: 1, unknown: 0 };
  return features.map((feature) => {
    const { center, spread, unknown } = found.find((row) => row.feature === feature) ?? unmeasured;
    return { feature, log: isLogged(feature), center, spread, unknown };
  });
}

/** The clusters of a run; undefined without a run, or if its model has another format. */
async function readClusters(lake: ObjectStore, run: string | undefined): Promise<ClusterModel | undefined> {
  const model = run === undefined ? undefined : await lake.getJson(runFiles.model(run));
  return z.object({ clusters: clusterModelSchema }).safeParse(model).data?.clusters;
}

/** Writes the sample for plotting: one line per buyer with id, cluster and coordinates on a plane. */
export async function plotClusters(
  database: Database,
  lake: ObjectStore,
  key: string,
  { ids, rows }: BuyerSample,
  model: ClusterModel,
): Promise<void> {
  const file = `${database.directory}/clusters.csv`;
  const points = rows.map((row, at) => {
    const { cluster, coordinates } = assignCluster(row, model);
    const [x = 0, y = 0] = coordinates;
    return { customer_id: ids[at], cluster, x, y };
  });
  const columns = { customer_id: 'VARCHAR', cluster: 'INTEGER', x: 'DOUBLE', y: 'DOUBLE' };
  const plot = await createTable(database, 'plot', columns, points);
  await writeCsv(database, `from ${plot.name} order by customer_id`, file);
  await lake.store(file, key, 'text/csv');
}
