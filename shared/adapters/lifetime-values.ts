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

/** What a run's customers are valued by that stands in `lifetime_values`. */
const valuedThere = new Set([
  ...['orders', 'recency_days', 'monetary_total', 'p_alive', 'probability_of_order', 'expected_orders', 'clv'],
]);

/** Creates `histories` of the customers in `features`. */
export const createHistories = (database: Database) => database.run(`create view histories as ${historiesSql}`);

/**
 * Creates `lifetime_values` of all `histories`. Orders are forecast once for all customers who share a history.
 * @param columns those that are looked at
 */
export async function createLifetimeValues(
  database: Database,
  model: LearntLifetimeValue,
  columns: readonly string[] = ['*'],
): Promise<void> {
  const { horizon, discountRate } = inUnits(termsOf(model), model.time_unit);
  const forecast = orderForecaster(model.orders, horizon, discountRate);
  async function* forecasts() {
    for await (const chunk of database.chunks('from (select distinct x, t_x, t from histories) order by x, t, t_x')) {
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
  await database.run(`create table lifetime_values as select ${columns.join(', ')} from (${lifetimeValuesSql})`);
  await database.run('drop table forecasts');
}

/** Creates the view `valued`: the buyers in `lifetime_values`, which has these columns as far as it can, with the others. */
export async function createValued(database: Database, columns: readonly string[]): Promise<void> {
  const others = columns.filter((column) => !valuedThere.has(column));
  const joined = `left join (select ${['customer_id', ...others].join(', ')} from features) using (customer_id)`;
  await database.run(`create view valued as from lifetime_values ${others.length > 0 ? joined : ''} where orders > 0`);
}

/** Those of some columns that stand in `lifetime_values`. */
export const inLifetimeValues = (columns: readonly string[]) => columns.filter((column) => valuedThere.has(column));
