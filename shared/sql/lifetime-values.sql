-- Grain: one row per customer who ever bought: the two halves of lifetime value joined, the same as lifetimeValueOf in
-- shared/domain/lifetime-value/lifetime-value.ts. Probabilities are rounded to 6 places, orders and money to 4. Besides, the
-- other features that value is scored by, so that nobody has to join them again.
-- Reads: histories; forecasts (orders by x, t_x, t); spend_shape (one row: prior, base, by_weight, by_both, by_share, as
--   SpendShape says; deviations, half the width of the interval; method).
with parted as (
  select
    * exclude (x, t_x, t, base),
    base + purchases * mean_spend as spend,
    prior / (prior + purchases) as weight,
    if(base + purchases * mean_spend > 0, base / (base + purchases * mean_spend), 0) as share
  from histories
  join forecasts using (x, t_x, t)
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
  customer_id, orders, recency_days, monetary_total,
  round(p_alive, 6) as p_alive,
  round(probability_of_order, 6) as probability_of_order,
  round(expected_orders, 4) as expected_orders,
  round(value, 4) as clv,
  round(value / factor, 4) as clv_low,
  round(value * factor, 4) as clv_high,
  method as clv_method
from estimated
