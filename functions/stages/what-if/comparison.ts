import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import type { ObjectStore } from '../../../shared/adapters/aws/object-store.ts';
import { createTable } from '../../../shared/adapters/duckdb/create-table.ts';
import type { Database } from '../../../shared/adapters/duckdb/duckdb.ts';
import { createParquetView } from '../../../shared/adapters/duckdb/parquet-view.ts';
import type { Model } from '../../../shared/domain/model.ts';
import type { Policy } from '../../../shared/domain/policy/policy.ts';
import { runFiles } from '../../../shared/domain/run/runs.ts';
import { type WhatIfAnswer, whatIfAnswerSchema, whatIfFiles } from '../../../shared/domain/run/what-if.ts';
import { quotedString } from '../../../shared/domain/sql/quoting.ts';
import forcedSql from '../../../shared/pipeline/assignment/apply-override.sql';
import { createService } from '../../../shared/pipeline/assignment/service-plans.ts';
import type { PreviousModel } from '../../../shared/pipeline/model/fit-or-reuse.ts';
import figuresSql from './figures.sql';
import moversSql from './movers.sql';
import outlookSql from './outlook.sql';
import foretoldSql from './projected-demotions.sql';
import segmentsSql from './segments.sql';
import waysSql from './tier-flows.sql';

/** Movers that the answer itself names. */
const FIRST = 100;

interface Compared {
  whatIfId: string;
  /** The run that readers see: its tiers, and what they came from. */
  before: PreviousModel;
  /** Tiers of all its customers by the other policy, by the other model. */
  files: readonly string[];
  policy: Policy;
  model: Model;
  /** Whom no list may name any more. */
  erased: readonly { customer_id: string }[];
}

const { movers: moversShape, segments, foretold } = whatIfAnswerSchema.shape;
const { ways, first } = moversShape.shape;

/** Sums up what another policy would do, and writes `movers.csv`. */
export async function compare(
  database: Database,
  lake: ObjectStore,
  compared: Compared,
): Promise<Pick<WhatIfAnswer, 'tiers' | 'segments' | 'movers' | 'foretold'>> {
  const { whatIfId, before, model, erased } = compared;
  await createOutlook(database, lake, compared);
  await createTable(database, 'erased', { customer_id: 'VARCHAR' }, erased);
  const movers = `${database.directory}/movers.csv`;
  await database.run(`copy (${moversSql}) to ${quotedString(movers)} (header)`);
  await lake.upload(movers, whatIfFiles.movers(whatIfId), 'text/csv');
  const found = await database.rows(waysSql, ways.element);
  return {
    tiers: await compareTiers(database, compared),
    segments: isDeepStrictEqual(model.rfm, before.model.rfm)
      ? null
      : await database.rows(segmentsSql, segments.unwrap().element),
    movers: {
      customers: found.reduce((sum, { customers }) => sum + customers, 0),
      ways: found,
      first: await database.rows(`from (${moversSql}) limit ${FIRST}`, first.element),
    },
    foretold: await database.rows(foretoldSql, foretold.element),
  };
}

/** What is looked at of the run: column → DuckDB type. One of another version of Strata may lack some. */
const looked = {
  ...{ customer_id: 'varchar', tier: 'varchar', segment: 'varchar', segment_zh: 'varchar' },
  ...{ clv: 'double', service_budget: 'decimal(18, 4)' },
};

/** Creates the view `outlook`. */
async function createOutlook(database: Database, lake: ObjectStore, compared: Compared): Promise<void> {
  const { before, files, policy, model } = compared;
  await createParquetView(database, lake, 'run_tiers', runFiles.allTiers(before.model.run_id));
  const columns = Object.entries(looked).map(([name, type]) => `${name} ${type}`);
  await database.run(`create table nobody (${columns.join(', ')})`);
  await database.run(
    `create view now as select ${Object.keys(looked).join(', ')} from (from nobody union all by name from run_tiers)`,
  );
  await database.run(`create view next as from read_parquet([${files.map(quotedString).join(', ')}])`);
  const tiers = model.tiers.map(({ name }, position) => ({ name, position }));
  await createTable(database, 'tiers', { name: 'VARCHAR', position: 'INTEGER' }, tiers);
  await createService(database, policy, model.rfm);
  await database.run(forcedSql);
  await database.run(`create view outlook as ${outlookSql}`);
}

const figuresRow = z.object({
  moment: z.enum(['now', 'at_once', 'in_the_end']),
  tier: z.string(),
  ...{ customers: z.number(), monetary_total: z.number(), clv: z.number(), budget: z.number().nullable() },
});

const nobody = { customers: 0, monetary_total: 0, clv: 0, budget: null };

/** The tiers of the other policy, and after them those that it does not have any more. */
async function compareTiers(database: Database, { before, model }: Compared): Promise<WhatIfAnswer['tiers']> {
  const rows = await database.rows(figuresSql, figuresRow);
  const all = rows.reduce((sum, { moment, customers }) => sum + (moment === 'now' ? customers : 0), 0);
  const gone = before.model.tiers.filter(({ name }) => !model.tiers.some((tier) => tier.name === name));
  return [...model.tiers, ...gone].map(({ name, label }) => {
    const at = (moment: z.infer<typeof figuresRow>['moment']) => {
      const found = rows.find((row) => row.moment === moment && row.tier === name);
      const { customers, monetary_total, clv, budget } = found ?? nobody;
      return { customers, share: all > 0 ? customers / all : null, monetary_total, clv, budget };
    };
    const labels = { label_en: label.en, label_zh: label.zh };
    return { tier: name, ...labels, now: at('now'), at_once: at('at_once'), in_the_end: at('in_the_end') };
  });
}
