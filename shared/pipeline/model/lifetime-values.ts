import { isDeepStrictEqual } from 'node:util';
import { createTable } from '../../adapters/duckdb/create-table.ts';
import type { Database } from '../../adapters/duckdb/duckdb.ts';
import { createView, type Relation, uniqueName, withRelations } from '../../adapters/duckdb/relation.ts';
import { at } from '../../domain/collections/indexing.ts';
import type { OrderForecast } from '../../domain/lifetime-value/bg-nbd-forecast.ts';
import { type FittedLifetimeValue, valuationTerms } from '../../domain/lifetime-value/fitted-lifetime-value.ts';
import { lifetimeValueMethod, termsInUnits, Z_975 } from '../../domain/lifetime-value/lifetime-value.ts';
import { orderForecaster } from '../../domain/lifetime-value/order-model.ts';
import { spendShape } from '../../domain/lifetime-value/spend-model.ts';
import historiesSql from './histories.sql';
import lifetimeValuesSql from './lifetime-values.sql';

type HistoryChunk = [x: Float64Array, tX: Float64Array, T: Float64Array];
const distinctHistories =
  'from (select distinct history.x, history.t_x, history.t from histories where history is not null) order by x, t';

/** Columns of `forecasts` and the forecast field of each. */
const forecastColumns = {
  p_alive: 'probabilityAlive',
  probability_of_order: 'probabilityOfOrder',
  expected_orders: 'expectedOrders',
  discounted_orders: 'discountedOrders',
  log_deviation: 'logDeviation',
} as const satisfies Record<string, keyof OrderForecast>;

/** Features of customers and their purchase history for the lifetime value models. */
export type Histories = Relation<'customer_id' | 'history' | 'purchases' | 'mean_spend'>;

export const createHistories = (database: Database, features: Relation): Promise<Histories> =>
  createView(database, 'histories', historiesSql, { features });

/** The last forecaster with its cached results: consecutive buckets of a run on one machine share a model. */
let cached: { by: Parameters<typeof orderForecaster>; forecaster: ReturnType<typeof orderForecaster> } | undefined;

function cachedForecaster(...by: Parameters<typeof orderForecaster>): ReturnType<typeof orderForecaster> {
  if (!isDeepStrictEqual(cached?.by, by)) cached = { by, forecaster: orderForecaster(...by) };
  return (cached as NonNullable<typeof cached>).forecaster;
}

/** Features of customers and their lifetime value. */
export interface LifetimeValues extends Relation<'customer_id' | 'clv'> {
  /** The table that holds most of its memory. */
  forecasts: Relation;
}

/** Orders are forecast once for all customers who share a history. */
export async function createLifetimeValues(
  database: Database,
  histories: Histories,
  model: FittedLifetimeValue,
): Promise<LifetimeValues> {
  const { horizon, discountRate } = termsInUnits(valuationTerms(model), model.time_unit);
  const forecast = cachedForecaster(model.orders, horizon, discountRate);
  const figures = Object.values(forecastColumns);
  async function* computeForecasts() {
    const sql = withRelations(distinctHistories, { histories });
    for await (const [xs, tXs, Ts] of database.numbers(sql) as AsyncGenerator<HistoryChunk>) {
      const columns = figures.map((figure) => ({ figure, values: new Float64Array(xs.length) }));
      for (let row = 0; row < xs.length; row++) {
        const orders = forecast({ x: at(xs, row), tX: at(tXs, row), T: at(Ts, row) });
        for (const { figure, values } of columns) values[row] = orders[figure];
      }
      yield [xs, tXs, Ts, ...columns.map(({ values }) => values)];
    }
  }
  const forecasts = { name: uniqueName('forecasts') };
  await database.fill(forecasts.name, ['x', 't_x', 't', ...Object.keys(forecastColumns)], computeForecasts());

  const { prior, base, variances } = spendShape(model.spend);
  const [by_weight, by_both, by_share] = variances;
  const numbers = { prior, base, by_weight, by_both, by_share, deviations: Z_975 };
  const types = Object.fromEntries(Object.keys(numbers).map((name) => [name, 'DOUBLE']));
  const spend_shape = await createTable(database, 'spend_shape', { ...types, method: 'VARCHAR' }, [
    { ...numbers, method: lifetimeValueMethod(model) },
  ]);
  const relations = { histories, forecasts, spend_shape };
  return { ...(await createView(database, 'lifetime_values', lifetimeValuesSql, relations)), forecasts };
}
