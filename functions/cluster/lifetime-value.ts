import { z } from 'zod';
import type { Database } from '../../shared/adapters/duckdb.ts';
import { backtest } from '../../shared/domain/lifetime-value/backtest.ts';
import type { LearntLifetimeValue } from '../../shared/domain/lifetime-value/learnt-lifetime-value.ts';
import { daysInUnit, fitLifetimeValue } from '../../shared/domain/lifetime-value/lifetime-value.ts';
import type { LifetimeValueModel } from '../../shared/domain/lifetime-value/lifetime-value-model.ts';
import { holdoutDays } from '../../shared/domain/lifetime-value/lifetime-value-policy.ts';
import type { Policy } from '../../shared/domain/policy.ts';
import { dayBefore } from '../../shared/domain/runs.ts';
import holdoutRowsSql from './holdout-rows.sql';
import pastHistoriesSql from './past-histories.sql';
import purchaseCountsSql from './purchase-counts.sql';
import spendCountsSql from './spend-counts.sql';

type Settings = Pick<Policy, 'timeUnit' | 'lifetimeValue'>;

const history = { x: z.number(), t_x: z.number(), t: z.number(), customers: z.number() };
const purchaseCount = z.object(history).transform(({ t_x, ...row }) => ({ ...row, tX: t_x }));
const spendCount = z
  .object({ purchases: z.number(), mean_spend: z.number(), customers: z.number() })
  .transform(({ mean_spend, ...row }) => ({ ...row, meanSpend: mean_spend }));
const holdoutRow = z
  .object({ ...history, spend: z.number(), orders_after: z.number(), spend_after: z.number() })
  .transform(({ t_x, orders_after, spend_after, ...row }) => ({
    ...{ ...row, tX: t_x },
    ...{ ordersAfter: orders_after, spendAfter: spend_after },
  }));

/** A past that is shorter than this share of the horizon says too little about it. */
const SHORTEST_PAST = 0.5;
const BOUGHT = 'select customer_id, unnest(history), purchases, mean_spend from histories where history is not null';
/** One more than the largest hash. */
const HASHES = 2n ** 64n;

/** Fits lifetime value to the customers of `histories`, and puts the same fit on the past of `features` to the test. */
export async function learnLifetimeValue(
  database: Database,
  { timeUnit, lifetimeValue }: Settings,
  asOf: string,
): Promise<LearntLifetimeValue> {
  const settings = { timeUnit, lifetimeValue };
  const buyers_ever = await createFitted(database, `(${BOUGHT})`, lifetimeValue.sampleSize);
  return {
    ...(await fit(database, settings)),
    horizon_months: lifetimeValue.horizonMonths,
    annual_discount_rate: lifetimeValue.annualDiscountRate,
    seed: lifetimeValue.seed,
    buyers_ever,
    ...(await lookBack(database, settings, asOf)),
  };
}

/** Creates `fitted`: a sample that neither order of rows nor bucket count can change. @returns how many it is of */
async function createFitted(database: Database, histories: string, size: number): Promise<number> {
  const [counted] = await database.rows(
    `from (select count(*)::integer as customers from ${histories})`,
    z.object({ customers: z.number() }),
  );
  const customers = counted?.customers ?? 0;
  const sampled =
    customers > size ? `where md5_number_lower(customer_id) < ${(HASHES * BigInt(size)) / BigInt(customers)}` : '';
  await database.run(`create or replace view fitted as from ${histories} ${sampled}`);
  return customers;
}

async function fit(database: Database, { timeUnit, lifetimeValue }: Settings): Promise<LifetimeValueModel> {
  const counts = await collected(database, purchaseCountsSql, purchaseCount);
  const spends = await collected(database, spendCountsSql, spendCount);
  return fitLifetimeValue(counts, spends, { timeUnit, ...lifetimeValue });
}

async function lookBack(
  database: Database,
  settings: Settings,
  asOf: string,
): Promise<Pick<LearntLifetimeValue, 'backtest' | 'no_backtest'>> {
  const days = holdoutDays(settings.lifetimeValue);
  if (days === null) return { backtest: null, no_backtest: 'switched off' };
  await database.run(`create view past_histories as ${pastHistoriesSql}`);
  await createFitted(database, 'past_histories', settings.lifetimeValue.sampleSize);
  const rows = await collected(database, holdoutRowsSql, holdoutRow);
  const horizon = days / daysInUnit[settings.timeUnit];
  const past = rows.reduce((longest, { t }) => Math.max(longest, t), 0);
  if (past < SHORTEST_PAST * horizon) return { backtest: null, no_backtest: 'history too short' };
  const model = await fit(database, settings);
  return { backtest: { ...backtest(model, rows, horizon), cut: dayBefore(asOf, days), model }, no_backtest: null };
}

/** All rows of a query, each made what its schema says as it comes. */
async function collected<Row>(database: Database, sql: string, schema: z.ZodType<Row>): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const chunk of database.chunks(sql)) for (const row of chunk) rows.push(schema.parse(row));
  return rows;
}
