-- Grain: one row per distinct history at the cut and number of purchase days after it, with the number of customers and their
-- spend.
-- Reads: fitted (of past-histories.sql).
select
  x, t_x, t, orders_after,
  count(*)::integer as customers,
  sum(spend)::double as spend,
  sum(spend_after)::double as spend_after
from fitted
group by x, t_x, t, orders_after
order by x, t, t_x, orders_after
