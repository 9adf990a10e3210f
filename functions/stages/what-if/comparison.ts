import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { createTable } from '../../../shared/adapters/duckdb/create-table.ts';
import type { Database } from '../../../shared/adapters/duckdb/duckdb.ts';
import { createParquetView } from '../../../shared/adapters/duckdb/parquet-view.ts';
import {
  createView,
  createViewOfColumns,
  type Relation,
  withRelations,
} from '../../../shared/adapters/duckdb/relation.ts';
import { writeCsv } from '../../../shared/adapters/duckdb/write-csv.ts';
import type { Model } from '../../../shared/domain/model.ts';
import type { Policy } from '../../../shared/domain/policy/policy.ts';
import { runFiles } from '../../../shared/domain/run/runs.ts';
import { type WhatIfAnswer, whatIfAnswerSchema, whatIfFiles } from '../../../shared/domain/run/what-if.ts';
import { quotedString } from '../../../shared/domain/sql/quoting.ts';
import applyOverrideSql from '../../../shared/pipeline/assignment/apply-override.sql';
import { createTiers } from '../../../shared/pipeline/assignment/ranking.ts';
import { createServicePlans } from '../../../shared/pipeline/assignment/service-plans.ts';
import type { PreviousModel } from '../../../shared/pipeline/model/fit-or-reuse.ts';
import type { ObjectStore } from '../../../shared/ports/objects.ts';
import figuresSql from './figures.sql';
import moversSql from './movers.sql';
import outlookSql from './outlook.sql';
import projectedDemotionsSql from './projected-demotions.sql';
import segmentsSql from './segments.sql';
import tierFlowsSql from './tier-flows.sql';

/** Number of movers listed in the result. */
const FIRST = 100;

interface Compared {
  whatIfId: string;
  /** The visible run: its model and policy. */
  before: PreviousModel;
  /** Tiers of all its customers by the other policy and model. */
  files: readonly string[];
  policy: Policy;
  model: Model;
  /** Customers to exclude from lists. */
  erased: readonly { customer_id: string }[];
}

const { movers: moversShape, segments, foretold } = whatIfAnswerSchema.shape;
const { ways, first } = moversShape.shape;

/** Summarises the effect of another policy and writes `movers.csv`. */
export async function compare(
  database: Database,
  lake: ObjectStore,
  compared: Compared,
): Promise<Pick<WhatIfAnswer, 'tiers' | 'segments' | 'movers' | 'foretold'>> {
  const { whatIfId, before, model, erased } = compared;
  const outlook = await createOutlook(database, lake, compared);
  const query = (sql: string) => withRelations(sql, { outlook });
  const movers = withRelations(moversSql, {
    outlook,
    erased: await createTable(database, 'erased', { customer_id: 'VARCHAR' }, erased),
  });
  const file = `${database.directory}/movers.csv`;
  await writeCsv(database, movers, file);
  await lake.store(file, whatIfFiles.movers(whatIfId), 'text/csv');
  const found = await database.rows(query(tierFlowsSql), ways.element);
  return {
    tiers: compareTiers(await database.rows(query(figuresSql), figuresRow), compared),
    segments: isDeepStrictEqual(model.rfm, before.model.rfm)
      ? null
      : await database.rows(query(segmentsSql), segments.unwrap().element),
    movers: {
      customers: found.reduce((sum, { customers }) => sum + customers, 0),
      ways: found,
      first: await database.rows(`from (${movers}) limit ${FIRST}`, first.element),
    },
    foretold: await database.rows(query(projectedDemotionsSql), foretold.element),
  };
}

/** Columns read from the run: name → DuckDB type. Runs of other versions of Strata may lack some. */
const currentColumns = {
  ...{ customer_id: 'varchar', tier: 'varchar', segment: 'varchar', segment_zh: 'varchar' },
  ...{ clv: 'double', service_budget: 'decimal(18, 4)' },
};

/** Customers now and by the other policy. */
async function createOutlook(database: Database, lake: ObjectStore, compared: Compared): Promise<Relation> {
  const { before, files, policy, model } = compared;
  const runTiers = await createParquetView(database, lake, 'run_tiers', runFiles.allTiers(before.model.run_id));
  await database.run(applyOverrideSql);
  return createView(database, 'outlook', outlookSql, {
    now: await createViewOfColumns(database, 'now', currentColumns, runTiers.name),
    next: await createView(database, 'next', `from read_parquet([${files.map(quotedString).join(', ')}])`),
    tiers: await createTiers(database, model.tiers),
    service_plans: await createServicePlans(database, policy, model.rfm),
  });
}

const figuresRow = z.object({
  moment: z.enum(['now', 'at_once', 'in_the_end']),
  tier: z.string(),
  ...{ customers: z.number(), monetary_total: z.number(), clv: z.number(), budget: z.number().nullable() },
});

const nobody = { customers: 0, monetary_total: 0, clv: 0, budget: null };

/** The tiers of the other policy, followed by those that it no longer has. */
function compareTiers(rows: readonly z.infer<typeof figuresRow>[], { before, model }: Compared): WhatIfAnswer['tiers'] {
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
