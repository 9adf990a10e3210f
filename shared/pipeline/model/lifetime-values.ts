import { isDeepStrictEqual } from 'node:util';
import { createTable } from '../../adapters/duckdb/create-table.ts';
import type { Database } from '../../adapters/duckdb/duckdb.ts';
import { createTableOfNumbers, createView, type Relation, reading } from '../../adapters/duckdb/relation.ts';
import { at } from '../../domain/collections/indexing.ts';
import type { OrderForecast } from '../../domain/lifetime-value/bg-nbd-forecast.ts';
import { type FittedLifetimeValue, valuationTerms } from '../../domain/lifetime-value/learnt-lifetime-value.ts';
import { lifetimeValueMethod, termsInUnits, Z_975 } from '../../domain/lifetime-value/lifetime-value.ts';
import { orderForecaster } from '../../domain/lifetime-value/order-model.ts';
import { spendShape } from '../../domain/lifetime-value/spend-model.ts';
import historiesSql from './histories.sql';
import lifetimeValuesSql from './lifetime-values.sql';

type HistoryChunk = [x: Float64Array, tX: Float64Array, T: Float64Array];
const distinctHistories =
  'from (select distinct history.x, history.t_x, history.t from histories where history is not null) order by x, t';
const historyColumns = ['customer_id', 'history', 'purchases', 'mean_spend'] as const;

/** Columns of `forecasts`, and what of a forecast each holds. */
const forecastColumns = {
  p_alive: 'probabilityAlive',
  probability_of_order: 'probabilityOfOrder',
  expected_orders: 'expectedOrders',
  discounted_orders: 'discountedOrders',
  log_deviation: 'logDeviation',
} as const satisfies Record<string, keyof OrderForecast>;

/** Customers with all that is known of them, and their history as the models of lifetime value see it. */
export type Histories = Relation<(typeof historyColumns)[number]>;

export const createHistories = (database: Database, features: Relation): Promise<Histories> =>
  createView(database, 'histories', reading(historiesSql, { features }), historyColumns);

/** The forecaster made last, with what it has worked out: the buckets of a run that follow each other on a machine have one model. */
let made: { by: Parameters<typeof orderForecaster>; forecaster: ReturnType<typeof orderForecaster> } | undefined;

function sharedForecaster(...by: Parameters<typeof orderForecaster>): ReturnType<typeof orderForecaster> {
  if (!isDeepStrictEqual(made?.by, by)) made = { by, forecaster: orderForecaster(...by) };
  return (made as NonNullable<typeof made>).forecaster;
}

/** Customers with all that is known of them, and their lifetime value. */
export interface LifetimeValues extends Relation<'customer_id' | 'clv'> {
  /** What it reads most of. */
  forecasts: Relation;
}

/** Orders are forecast once for all customers who share a history. */
export async function createLifetimeValues(
  database: Database,
  histories: Histories,
  model: FittedLifetimeValue,
): Promise<LifetimeValues> {
  const { horizon, discountRate } = termsInUnits(valuationTerms(model), model.time_unit);
  const forecast = sharedForecaster(model.orders, horizon, discountRate);
  const figures = Object.values(forecastColumns);
  async function* computeForecasts() {
    const distinct = database.numbers(reading(distinctHistories, { histories })) as AsyncGenerator<HistoryChunk>;
    for await (const [xs, tXs, Ts] of distinct) {
      const columns = figures.map((figure) => ({ figure, values: new Float64Array(xs.length) }));
      for (let row = 0; row < xs.length; row++) {
        const orders = forecast({ x: at(xs, row), tX: at(tXs, row), T: at(Ts, row) });
        for (const { figure, values } of columns) values[row] = orders[figure];
      }
      yield [xs, tXs, Ts, ...columns.map(({ values }) => values)];
    }
  }
  const columns = ['x', 't_x', 't', ...Object.keys(forecastColumns)];
  const forecasts = await createTableOfNumbers(database, 'forecasts', columns, computeForecasts());

  const { prior, base, variances } = spendShape(model.spend);
  const [by_weight, by_both, by_share] = variances;
  const numbers = { prior, base, by_weight, by_both, by_share, deviations: Z_975 };
  const types = Object.fromEntries(Object.keys(numbers).map((name) => [name, 'DOUBLE']));
  const spend_shape = await createTable(database, 'spend_shape', { ...types, method: 'VARCHAR' }, [
    { ...numbers, method: lifetimeValueMethod(model) },
  ]);
  const sql = reading(lifetimeValuesSql, { histories, forecasts, spend_shape });
  return { ...(await createView(database, 'lifetime_values', sql, ['customer_id', 'clv'])), forecasts };
}
