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
 * What scores, spend and tiers are made of; clusters may look at more. Not for how long people have been customers: that
 * grows with every run, and lifetime value allows for it.
 */
const always = namesWith(customerColumns, 'drift');
/** Enough to see a shift of a hundredth. */
const SAMPLE = 20_000;

interface Sampled {
  buyers: Relation;
  valued: Valued;
}

/** How the buyers' features lie now, for later runs that keep this model to compare with. */
export async function measureDistributions(
  database: Database,
  relations: Sampled,
  { clusters }: Policy,
): Promise<Record<string, Distribution>> {
  const values = await sampleValues(database, relations, [...new Set([...always, ...clusters.features])]);
  return Object.fromEntries(Object.entries(values).map(([feature, each]) => [feature, decileDistribution(each)]));
}

/** How far the buyers have moved from those that an earlier model was learnt from. */
export async function measureDrift(database: Database, relations: Sampled, { distributions }: Model): Promise<Drift> {
  return compareDistributions(distributions, await sampleValues(database, relations, Object.keys(distributions)));
}

/** Values of a sample of the buyers, by feature. */
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
