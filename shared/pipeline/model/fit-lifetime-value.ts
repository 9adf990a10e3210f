import { z } from 'zod';
import type { Database } from '../../adapters/duckdb/duckdb.ts';
import { type Relation, withRelations } from '../../adapters/duckdb/relation.ts';
import { daysBefore } from '../../domain/calendar/days.ts';
import { backtest } from '../../domain/lifetime-value/backtest.ts';
import type { FittedLifetimeValue } from '../../domain/lifetime-value/fitted-lifetime-value.ts';
import { daysInUnit, fitLifetimeValue } from '../../domain/lifetime-value/lifetime-value.ts';
import type { LifetimeValueModel } from '../../domain/lifetime-value/lifetime-value-model.ts';
import { holdoutDays } from '../../domain/lifetime-value/lifetime-value-policy.ts';
import type { Policy } from '../../domain/policy/policy.ts';
import holdoutRowsSql from './holdout-rows.sql';
import type { Histories } from './lifetime-values.ts';
import pastHistoriesSql from './past-histories.sql';
import purchaseCountsSql from './purchase-counts.sql';
import spendCountsSql from './spend-counts.sql';

type Settings = Pick<Policy, 'timeUnit' | 'lifetimeValue'>;

/** A number in the current row, by column. */
type At = (column: number) => number;

/** The columns of each query. */
const purchaseCount = (at: At) => ({ x: at(0), tX: at(1), T: at(2), customers: at(3) });
const spendCount = (at: At) => ({ purchases: at(0), meanSpend: at(1), customers: at(2) });
const holdoutRow = (at: At) => ({
  ...{ x: at(0), tX: at(1), T: at(2), ordersAfter: at(3) },
  ...{ customers: at(4), spend: at(5), spendAfter: at(6) },
});

/** Minimum length of the past, as a share of the horizon, for a backtest. */
const SHORTEST_PAST = 0.5;
/** Number of hash values. */
const HASHES = 2n ** 64n;

/** Fits lifetime value to the histories and backtests the same fit on the past of the features. */
export async function fitLifetimeValueModel(
  database: Database,
  { features, histories }: { features: Relation; histories: Histories },
  { timeUnit, lifetimeValue }: Settings,
  asOf: string,
): Promise<FittedLifetimeValue> {
  const settings = { timeUnit, lifetimeValue };
  const buyers_ever = await createFitted(
    database,
    `select customer_id, unnest(history), purchases, mean_spend from ${histories.name} where history is not null`,
    lifetimeValue.sampleSize,
  );
  return {
    ...(await fit(database, settings)),
    horizon_months: lifetimeValue.horizonMonths,
    annual_discount_rate: lifetimeValue.annualDiscountRate,
    seed: lifetimeValue.seed,
    buyers_ever,
    ...(await runBacktest(database, features, settings, asOf)),
  };
}

/** Creates `fitted`, a sample that neither row order nor bucket count can change. @returns the number of customers it is from */
async function createFitted(database: Database, histories: string, size: number): Promise<number> {
  const [counted] = await database.rows(
    `select count(*)::integer as customers from (${histories})`,
    z.object({ customers: z.number() }),
  );
  const customers = counted?.customers ?? 0;
  const sampled =
    customers > size ? `where md5_number_lower(customer_id) < ${(HASHES * BigInt(size)) / BigInt(customers)}` : '';
  await database.run(`create or replace view fitted as from (${histories}) ${sampled}`);
  return customers;
}

async function fit(database: Database, { timeUnit, lifetimeValue }: Settings): Promise<LifetimeValueModel> {
  const counts = await collectRows(database, purchaseCountsSql, purchaseCount);
  const spends = await collectRows(database, spendCountsSql, spendCount);
  return fitLifetimeValue(counts, spends, { timeUnit, ...lifetimeValue });
}

async function runBacktest(
  database: Database,
  features: Relation,
  settings: Settings,
  asOf: string,
): Promise<Pick<FittedLifetimeValue, 'backtest' | 'no_backtest'>> {
  const days = holdoutDays(settings.lifetimeValue);
  if (days === null) return { backtest: null, no_backtest: 'switched off' };
  await createFitted(database, withRelations(pastHistoriesSql, { features }), settings.lifetimeValue.sampleSize);
  const rows = await collectRows(database, holdoutRowsSql, holdoutRow);
  const horizon = days / daysInUnit[settings.timeUnit];
  const past = rows.reduce((longest, { T }) => Math.max(longest, T), 0);
  if (past < SHORTEST_PAST * horizon) return { backtest: null, no_backtest: 'history too short' };
  const model = await fit(database, settings);
  return { backtest: { ...backtest(model, rows, horizon), cut: daysBefore(asOf, days), model }, no_backtest: null };
}

/** Collects the rows of a numeric query. */
async function collectRows<Row>(database: Database, sql: string, rowOf: (at: At) => Row): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const columns of database.numbers(sql)) {
    const size = columns[0]?.length ?? 0;
    for (let row = 0; row < size; row++) rows.push(rowOf((column) => columns[column]?.[row] as number));
  }
  return rows;
}
