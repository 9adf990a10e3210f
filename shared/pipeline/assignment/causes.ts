import { z } from 'zod';
import type { ObjectStore } from '../../adapters/aws/object-store.ts';
import type { Database, WithDatabase } from '../../adapters/duckdb/duckdb.ts';
import type { Model, TierParts } from '../../domain/model.ts';
import type { Policy } from '../../domain/policy/policy.ts';
import { quotedString } from '../../domain/sql/quoting.ts';
import { writeFeatures } from '../features/write-features.ts';
import { hasSameFeatures, hasSameTierLines, type PreviousModel } from '../model/fit-or-reuse.ts';
import causesSql from './causes.sql';
import { createJudgeable, createJudged } from './ranking.ts';

export interface Inputs {
  lake: ObjectStore;
  withDatabase: WithDatabase;
  bucket: number;
  policy: Policy;
  model: Model;
  /** Features of the bucket's customers. */
  features: string;
  /** Of the run before; undefined where there is none that can be judged by again. */
  earlier: PreviousModel | undefined;
  /** Whether what was taken in since may say something else of days that the run before saw. */
  mayBeCorrected: boolean;
}

/**
 * Creates `causes`: why customers rose, and why they fell below their tier. Only for them it is judged again, with the inputs
 * of the run before replaced one after the other. Reads `placed`, `previous`, `moved_before`, `tiers`.
 * @param hasPrevious whether there was a run before; without one nothing has a cause
 */
export async function createCauses(database: Database, inputs: Inputs, hasPrevious: boolean): Promise<void> {
  if (!hasPrevious) {
    await database.run('create table causes (customer_id varchar, below_cause varchar, cause varchar)');
    return;
  }
  const wanted = `${database.directory}/moved.parquet`;
  await database.run('create table steps (step integer, customer_id varchar, earned integer, kept integer)');
  await database.run(
    `copy (
       select customer_id from placed join previous using (customer_id)
       where standing = 'promoted' or (placed.kept > placed.held and below_cause is null)
     ) to ${quotedString(wanted)} (format parquet)`,
  );
  const [found] = await database.rows(
    `select count(*)::integer as customers from read_parquet(${quotedString(wanted)})`,
    z.object({ customers: z.number() }),
  );
  const { earlier } = inputs;
  if (found?.customers && earlier) await judgeAgain(database, wanted, { ...inputs, earlier });
  await database.run(`create table causes as ${causesSql}`);
}

async function judgeAgain(
  database: Database,
  wanted: string,
  inputs: Inputs & { earlier: PreviousModel },
): Promise<void> {
  const { lake, withDatabase, bucket, policy, model, features, earlier, mayBeCorrected } = inputs;
  const before = { policy: earlier.policy, model: earlier.model };
  const buildFeaturesAsOf = async (name: string, asOf: string) => {
    const file = `${database.directory}/${name}.parquet`;
    await withDatabase((own) => writeFeatures(own, lake, file, { bucket, policy: earlier.policy, asOf, wanted }));
    return file;
  };
  const judge = async (step: number, file: string, by: Judge) => {
    const judged = `${database.directory}/step-${step}.parquet`;
    await withDatabase((own) => writeJudged(own, { file, wanted, by, judged }));
    await database.run(
      `insert into steps
       select ${step}, customer_id, earned.position, kept.position
       from read_parquet(${quotedString(wanted)})
       left join read_parquet(${quotedString(judged)}) as judged using (customer_id)
       left join tiers as earned on earned.name = coalesce(judged.earned, $lowest)
       left join tiers as kept on kept.name = coalesce(judged.kept, $lowest)`,
      { lowest: by.model.tiers.at(-1)?.name ?? '' },
    );
  };

  // As long as nothing was corrected, the first step is where the run before stood.
  if (mayBeCorrected) await judge(1, await buildFeaturesAsOf('corrected', earlier.model.as_of), before);
  else {
    await database.run(
      `insert into steps select 1, customer_id, earned_place, kept_place
       from previous where customer_id in (from read_parquet(${quotedString(wanted)}))`,
    );
  }
  const isComparable = hasSameFeatures(policy, earlier.policy);
  const present = isComparable ? features : await buildFeaturesAsOf('present', model.as_of);
  await judge(2, present, before);
  const redrawn = hasSameTierLines(policy, earlier.policy) ? model : model.by_policy_before;
  await judge(3, present, isComparable && redrawn ? { policy: earlier.policy, model: redrawn } : before);
}

interface Judge {
  policy: Policy;
  model: TierParts;
}

/** Writes which tiers some customers earn and keep by a policy and a model, by their names. */
async function writeJudged(
  database: Database,
  { file, wanted, by, judged }: { file: string; wanted: string; by: Judge; judged: string },
): Promise<void> {
  await database.run(
    `create view features as from read_parquet(${quotedString(file)})
     where customer_id in (select customer_id from read_parquet(${quotedString(wanted)}))`,
  );
  await createJudgeable(database, by.policy, by.model);
  await createJudged(database, by.model.tiers, by.policy.movement.margin);
  await database.run(
    `copy (
       select customer_id, earned_tier.name as earned, kept_tier.name as kept
       from judged
       join tiers as earned_tier on earned_tier.position = earned
       join tiers as kept_tier on kept_tier.position = kept
     ) to ${quotedString(judged)} (format parquet)`,
  );
}
