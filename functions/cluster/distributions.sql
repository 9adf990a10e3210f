-- Grain: one row: what the run's buyers look like. Sums are of decimals, so that no order of rows changes them.
-- Reads: buyers (features of customers with an order in the window).
select
  count(*)::integer as buyers,
  {
    recency_days: quantile_cont(recency_days::double, [0.2, 0.4, 0.6, 0.8]),
    orders: quantile_cont(orders::double, [0.2, 0.4, 0.6, 0.8]),
    monetary_total: quantile_cont(monetary_total::double, [0.2, 0.4, 0.6, 0.8])
  } as rfm_cut_points,
  {
    recency_days: sum(recency_days)::double / count(*),
    orders: sum(orders)::double / count(*),
    monetary_total: sum(monetary_total)::double / count(*)
  } as means,
  {
    recency_days: quantile_disc(recency_days::double, list_transform(range(101), p -> p / 100)),
    orders: quantile_disc(orders::double, list_transform(range(101), p -> p / 100)),
    monetary_total: quantile_disc(monetary_total::double, list_transform(range(101), p -> p / 100))
  } as percentiles
from buyers
