import { z } from 'zod';
import { type LearntLifetimeValue, termsOf } from '../domain/lifetime-value/learnt-lifetime-value.ts';
import { DEVIATIONS, inUnits, methodOf } from '../domain/lifetime-value/lifetime-value.ts';
import { orderForecaster } from '../domain/lifetime-value/order-model.ts';
import { spendShape } from '../domain/lifetime-value/spend-model.ts';
import historiesSql from '../sql/histories.sql';
import lifetimeValuesSql from '../sql/lifetime-values.sql';
import type { Database } from './duckdb.ts';
import { createTable } from './model-tables.ts';

const history = z.object({ x: z.number(), t_x: z.number(), t: z.number() });

/** Creates `histories` of the customers in `features`. */
export const createHistories = (database: Database) => database.run(`create view histories as ${historiesSql}`);

/**
 * Creates the view `lifetime_values` of the customers in `histories`, and what it reads. Orders are forecast once for all customers
 * who share a history.
 */
export async function createLifetimeValues(database: Database, model: LearntLifetimeValue): Promise<void> {
  const { horizon, discountRate } = inUnits(termsOf(model), model.time_unit);
  const forecast = orderForecaster(model.orders, horizon, discountRate);
  async function* forecasts() {
    for await (const chunk of database.chunks(
      'from (select distinct history.x, history.t_x, history.t from histories where history is not null) order by x, t, t_x',
    )) {
      yield chunk.map((row) => {
        const { x, t_x, t } = history.parse(row);
        const orders = forecast({ x, tX: t_x, t });
        return [
          ...[x, t_x, t, orders.probabilityAlive, orders.probabilityOfOrder],
          ...[orders.expectedOrders, orders.discountedOrders, orders.logDeviation],
        ];
      });
    }
  }
  const forecastColumns = ['x', 't_x', 't', 'p_alive', 'probability_of_order', 'expected_orders', 'discounted_orders'];
  await database.fill('forecasts', [...forecastColumns, 'log_deviation'], forecasts());

  const { prior, base, variances } = spendShape(model.spend);
  const [by_weight, by_both, by_share] = variances;
  const numbers = { prior, base, by_weight, by_both, by_share, deviations: DEVIATIONS };
  const types = Object.fromEntries(Object.keys(numbers).map((name) => [name, 'DOUBLE']));
  await createTable(database, 'spend_shape', { ...types, method: 'VARCHAR' }, [
    { ...numbers, method: methodOf(model) },
  ]);
  await database.run(`create view lifetime_values as ${lifetimeValuesSql}`);
}
