import { z } from 'zod';
import { createTable } from '../../adapters/duckdb/create-table.ts';
import type { Database, WithDatabase } from '../../adapters/duckdb/duckdb.ts';
import { createTableAs, createView, type Relation } from '../../adapters/duckdb/relation.ts';
import type { Model, TierParts } from '../../domain/model.ts';
import type { Policy } from '../../domain/policy/policy.ts';
import { quotedString } from '../../domain/sql/quoting.ts';
import type { ObjectStore } from '../../ports/objects.ts';
import { writeFeatures } from '../features/write-features.ts';
import { hasSameFeatures, hasSameTierLines, type PreviousModel } from '../model/fit-or-reuse.ts';
import causesSql from './causes.sql';
import type { FinalTiers } from './final-tiers.ts';
import type { Movement } from './movement.ts';
import type { Previous } from './previous.ts';
import { createRanked, createScoredCustomers, createTiers, type Tiers } from './ranking.ts';

export interface Inputs {
  lake: ObjectStore;
  withDatabase: WithDatabase;
  bucket: number;
  policy: Policy;
  model: Model;
  /** A file of the features of the bucket's customers. */
  features: string;
  /** The previous run's model and policy; undefined if there is none that can be applied. */
  earlier: PreviousModel | undefined;
  /** Whether new uploads may change dates that the previous run covered. */
  mayBeCorrected: boolean;
}

const columns = { customer_id: 'VARCHAR', below_cause: 'VARCHAR', cause: 'VARCHAR' };
const rankColumns = { step: 'INTEGER', customer_id: 'VARCHAR', earned: 'INTEGER', kept: 'INTEGER' };

interface Relations {
  final_tiers: FinalTiers;
  previous: Previous;
  /** By the previous run's rules of movement. */
  movement_before: Movement;
  tiers: Tiers;
}

/**
 * Finds the causes of promotions and of falling below a tier. Ranks only the customers concerned again, with the inputs of the
 * previous run replaced one at a time.
 * @param hasPrevious whether there is a previous run; without one, nothing has a cause
 */
export async function createCauses(
  database: Database,
  { tiers, ...relations }: Relations,
  inputs: Inputs,
  hasPrevious: boolean,
): Promise<Relation<keyof typeof columns>> {
  if (!hasPrevious) return createTable(database, 'causes', columns, []);
  const wanted = `${database.directory}/moved.parquet`;
  const { final_tiers, previous } = relations;
  await database.run(
    `copy (
       select customer_id from ${final_tiers.name} as final_tiers join ${previous.name} using (customer_id)
       where standing = 'promoted' or (final_tiers.kept > final_tiers.held and below_cause is null)
     ) to ${quotedString(wanted)} (format parquet)`,
  );
  const [found] = await database.rows(
    `select count(*)::integer as customers from read_parquet(${quotedString(wanted)})`,
    z.object({ customers: z.number() }),
  );
  const counterfactual_ranks = await createTable(database, 'counterfactual_ranks', rankColumns, []);
  const { earlier } = inputs;
  if (found?.customers && earlier) {
    await insertRanks(database, counterfactual_ranks, { previous, tiers }, wanted, { ...inputs, earlier });
  }
  return createTableAs(database, 'causes', causesSql, { ...relations, counterfactual_ranks });
}

/** Inserts the ranks that the wanted customers would have with some inputs of the previous run. */
async function insertRanks(
  database: Database,
  ranks: Relation<keyof typeof rankColumns>,
  { previous, tiers }: Pick<Relations, 'previous' | 'tiers'>,
  wanted: string,
  inputs: Inputs & { earlier: PreviousModel },
): Promise<void> {
  const { lake, withDatabase, bucket, policy, model, features, earlier, mayBeCorrected } = inputs;
  const before = { policy: earlier.policy, model: earlier.model };
  const buildFeaturesAsOf = async (step: string, asOf: string) => {
    const file = `${database.directory}/${step}.parquet`;
    await withDatabase((own) => writeFeatures(own, lake, file, { bucket, policy: earlier.policy, asOf, wanted }));
    return file;
  };
  const counterfactualRank = async (step: number, file: string, by: RankedBy) => {
    const ranked = `${database.directory}/step-${step}.parquet`;
    await withDatabase((own) => writeRanked(own, { file, wanted, by, target: ranked }));
    await database.run(
      `insert into ${ranks.name}
       select ${step}, customer_id, earned.rank, kept.rank
       from read_parquet(${quotedString(wanted)})
       left join read_parquet(${quotedString(ranked)}) as ranked using (customer_id)
       left join ${tiers.name} as earned on earned.name = coalesce(ranked.earned, $lowest)
       left join ${tiers.name} as kept on kept.name = coalesce(ranked.kept, $lowest)`,
      { lowest: by.model.tiers.at(-1)?.name ?? '' },
    );
  };

  // Without corrections, the first step is the ranks of the previous run.
  if (mayBeCorrected) await counterfactualRank(1, await buildFeaturesAsOf('corrected', earlier.model.as_of), before);
  else {
    await database.run(
      `insert into ${ranks.name}
       select 1, customer_id, earned_rank, kept_rank
       from ${previous.name} where customer_id in (from read_parquet(${quotedString(wanted)}))`,
    );
  }
  const isComparable = hasSameFeatures(policy, earlier.policy);
  const present = isComparable ? features : await buildFeaturesAsOf('present', model.as_of);
  await counterfactualRank(2, present, before);
  const redrawn = hasSameTierLines(policy, earlier.policy) ? model : model.by_policy_before;
  await counterfactualRank(3, present, isComparable && redrawn ? { policy: earlier.policy, model: redrawn } : before);
}

interface RankedBy {
  policy: Policy;
  model: TierParts;
}

/** Writes the names of the tiers that the wanted customers earn and keep by a policy and a model. */
async function writeRanked(
  database: Database,
  { file, wanted, by, target }: { file: string; wanted: string; by: RankedBy; target: string },
): Promise<void> {
  const features = await createView(
    database,
    'features',
    `from read_parquet(${quotedString(file)})
     where customer_id in (select customer_id from read_parquet(${quotedString(wanted)}))`,
  );
  const scored = await createScoredCustomers(database, features, by.policy, by.model);
  const ranked = await createRanked(database, scored, by.model.tiers, by.policy.movement.margin);
  const tiers = await createTiers(database, by.model.tiers);
  await database.run(
    `copy (
       select customer_id, earned_tier.name as earned, kept_tier.name as kept
       from ${ranked.name}
       join ${tiers.name} as earned_tier on earned_tier.rank = earned
       join ${tiers.name} as kept_tier on kept_tier.rank = kept
     ) to ${quotedString(target)} (format parquet)`,
  );
}
