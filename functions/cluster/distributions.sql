-- Grain: one row: how many buyers the run has, and the 0th to the 100th percentile of what their value is scored by.
-- Reads: buyers (features of customers with an order in the window).
select
  count(*)::integer as buyers,
  {
    recency_days: quantile_disc(recency_days::double, list_transform(range(101), p -> p / 100)),
    orders: quantile_disc(orders::double, list_transform(range(101), p -> p / 100)),
    monetary_total: quantile_disc(monetary_total::double, list_transform(range(101), p -> p / 100))
  } as percentiles
from buyers
