import { z } from 'zod';
import type { Database } from '../../adapters/duckdb/duckdb.ts';
import type { Relation } from '../../adapters/duckdb/relation.ts';
import { type Distribution, decileDistribution } from '../../domain/drift/distribution.ts';
import { compareDistributions, type Drift } from '../../domain/drift/drift.ts';
import { customerColumns } from '../../domain/features/customer-columns.ts';
import { namesWith } from '../../domain/features/feature.ts';
import type { Model } from '../../domain/model.ts';
import type { Policy } from '../../domain/policy/policy.ts';
import type { Valued } from './fit-tier-parts.ts';

/**
 * Features that determine scores, spend and tiers. Excludes tenure, which grows with every run and is part of the lifetime
 * value model.
 */
const always = namesWith(customerColumns, 'drift');
/** Enough to detect a shift of one per cent. */
const SAMPLE = 20_000;

interface Sampled {
  buyers: Relation;
  valued: Valued;
}

/** The distributions of the buyers' features, as a baseline for later runs that reuse this model. */
export async function measureDistributions(
  database: Database,
  relations: Sampled,
  { clusters }: Policy,
): Promise<Record<string, Distribution>> {
  const values = await sampleValues(database, relations, [...new Set([...always, ...clusters.features])]);
  return Object.fromEntries(Object.entries(values).map(([feature, each]) => [feature, decileDistribution(each)]));
}

/** The drift of the buyers' features since an earlier model was fitted. */
export async function measureDrift(database: Database, relations: Sampled, { distributions }: Model): Promise<Drift> {
  return compareDistributions(distributions, await sampleValues(database, relations, Object.keys(distributions)));
}

/** Sampled values of the buyers by feature. */
async function sampleValues(
  database: Database,
  { buyers, valued }: Sampled,
  features: readonly string[],
): Promise<Record<string, (number | null)[]>> {
  const columns = features.map((feature) => `${feature}::double as ${feature}`);
  const rows = await database.rows(
    `select ${columns.join(', ')}
     from (from ${buyers.name} order by md5_number_lower(customer_id), customer_id limit ${SAMPLE})
     left join (select customer_id, clv from ${valued.name}) using (customer_id)`,
    z.record(z.string(), z.number().nullable()),
  );
  return Object.fromEntries(features.map((feature) => [feature, rows.map((row) => row[feature] ?? null)]));
}
