-- Grain: one row: linearly interpolated quantiles, and means, of the run's buyers. Sums are of decimals, so row order does not
-- change them.
-- Reads: buyers (features of customers with an order in the window). Parameters: $fractions json list.
select
  {
    recency_days: quantile_cont(recency_days::double, from_json($fractions, '["DOUBLE"]')),
    orders: quantile_cont(orders::double, from_json($fractions, '["DOUBLE"]')),
    monetary_total: quantile_cont(monetary_total::double, from_json($fractions, '["DOUBLE"]'))
  } as quantiles,
  {
    recency_days: sum(recency_days)::double / count(*),
    orders: sum(orders)::double / count(*),
    monetary_total: sum(monetary_total)::double / count(*)
  } as means
from buyers
