-- Grain: one row per customer of `features` with all features and the lifetime value, the product of expected orders and spend
-- (null for customers who never bought). Matches combineForecasts in shared/domain/lifetime-value/lifetime-value.ts.
-- Probabilities are rounded to 6 decimals, orders and money to 4.
-- Reads: histories; forecasts (orders by x, t_x, t); spend_shape (one row: prior, base, by_weight, by_both, by_share, as in
-- SpendShape; deviations, half the width of the interval; method).
with parted as (
  select
    histories.*,
    forecasts.* exclude (x, t_x, t),
    spend_shape.*,
    base + purchases * mean_spend as spend,
    prior / (prior + purchases) as weight,
    if(base + purchases * mean_spend > 0, base / (base + purchases * mean_spend), 0) as share
  from histories
  left join forecasts on forecasts.x = history.x and forecasts.t_x = history.t_x and forecasts.t = history.t
  cross join spend_shape
),

estimated as (
  select
    *,
    discounted_orders * (spend / (prior + purchases)) as value,
    greatest(weight * weight * by_weight + 2 * weight * share * by_both + share * share * by_share, 0) as spend_variance,
    exp(deviations * sqrt(log_deviation * log_deviation + spend_variance)) as factor
  from parted
)

select
  * exclude (
    history, purchases, mean_spend, discounted_orders, log_deviation, prior, base, by_weight, by_both, by_share, deviations,
    method, spend, weight, share, value, spend_variance, factor
  )
  replace (
    round(p_alive, 6) as p_alive,
    round(probability_of_order, 6) as probability_of_order,
    round(expected_orders, 4) as expected_orders
  ),
  round(value, 4) as clv,
  round(value / factor, 4) as clv_low,
  round(value * factor, 4) as clv_high,
  if(history is not null, method, null) as clv_method
from estimated
