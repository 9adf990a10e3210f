import { isDeepStrictEqual } from 'node:util';
import { createTable } from '../../adapters/duckdb/create-table.ts';
import type { Database } from '../../adapters/duckdb/duckdb.ts';
import { at } from '../../domain/collections/indexing.ts';
import type { OrderForecast } from '../../domain/lifetime-value/bg-nbd-forecast.ts';
import { type FittedLifetimeValue, valuationTerms } from '../../domain/lifetime-value/fitted-lifetime-value.ts';
import { lifetimeValueMethod, termsInUnits, Z_975 } from '../../domain/lifetime-value/lifetime-value.ts';
import { orderForecaster } from '../../domain/lifetime-value/order-model.ts';
import { spendShape } from '../../domain/lifetime-value/spend-model.ts';
import historiesSql from './histories.sql';
import lifetimeValuesSql from './lifetime-values.sql';

type Histories = [x: Float64Array, tX: Float64Array, T: Float64Array];
const distinctHistories =
  'from (select distinct history.x, history.t_x, history.t from histories where history is not null) order by x, t';

/** Columns of `forecasts`, and what of a forecast each holds. */
const forecastColumns = {
  p_alive: 'probabilityAlive',
  probability_of_order: 'probabilityOfOrder',
  expected_orders: 'expectedOrders',
  discounted_orders: 'discountedOrders',
  log_deviation: 'logDeviation',
} as const satisfies Record<string, keyof OrderForecast>;

/** Creates `histories` of the customers in `features`. */
export const createHistories = (database: Database) => database.run(`create view histories as ${historiesSql}`);

/** The forecaster made last, with what it has worked out: the buckets of a run that follow each other on a machine have one model. */
let made: { by: Parameters<typeof orderForecaster>; forecaster: ReturnType<typeof orderForecaster> } | undefined;

function sharedForecaster(...by: Parameters<typeof orderForecaster>): ReturnType<typeof orderForecaster> {
  if (!isDeepStrictEqual(made?.by, by)) made = { by, forecaster: orderForecaster(...by) };
  return (made as NonNullable<typeof made>).forecaster;
}

/**
 * Creates the view `lifetime_values` of the customers in `histories`, and what it reads. Orders are forecast once for all customers
 * who share a history.
 */
export async function createLifetimeValues(database: Database, model: FittedLifetimeValue): Promise<void> {
  const { horizon, discountRate } = termsInUnits(valuationTerms(model), model.time_unit);
  const forecast = sharedForecaster(model.orders, horizon, discountRate);
  const figures = Object.values(forecastColumns);
  async function* forecasts() {
    for await (const [xs, tXs, Ts] of database.numbers(distinctHistories) as AsyncGenerator<Histories>) {
      const columns = figures.map((figure) => ({ figure, values: new Float64Array(xs.length) }));
      for (let row = 0; row < xs.length; row++) {
        const orders = forecast({ x: at(xs, row), tX: at(tXs, row), T: at(Ts, row) });
        for (const { figure, values } of columns) values[row] = orders[figure];
      }
      yield [xs, tXs, Ts, ...columns.map(({ values }) => values)];
    }
  }
  await database.fill('forecasts', ['x', 't_x', 't', ...Object.keys(forecastColumns)], forecasts());

  const { prior, base, variances } = spendShape(model.spend);
  const [by_weight, by_both, by_share] = variances;
  const numbers = { prior, base, by_weight, by_both, by_share, deviations: Z_975 };
  const types = Object.fromEntries(Object.keys(numbers).map((name) => [name, 'DOUBLE']));
  await createTable(database, 'spend_shape', { ...types, method: 'VARCHAR' }, [
    { ...numbers, method: lifetimeValueMethod(model) },
  ]);
  await database.run(`create view lifetime_values as ${lifetimeValuesSql}`);
}
