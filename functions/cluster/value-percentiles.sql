-- Grain: one row: the 0th to the 100th percentile of what the buyers' value is scored by.
-- Reads: buyers (features of customers with an order in the window), lifetime_values (customer_id, clv).
select
  {
    recency_days: quantile_disc(recency_days::double, list_transform(range(101), p -> p / 100)),
    orders: quantile_disc(orders::double, list_transform(range(101), p -> p / 100)),
    monetary_total: quantile_disc(monetary_total::double, list_transform(range(101), p -> p / 100)),
    clv: quantile_disc(clv, list_transform(range(101), p -> p / 100))
  } as percentiles
from buyers
join lifetime_values using (customer_id)
