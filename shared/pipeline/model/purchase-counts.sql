-- Grain: one row per distinct history with its number of customers, in deterministic order.
-- Reads: fitted.
select x, t_x, t, count(*)::integer as customers
from fitted
group by x, t_x, t
order by x, t, t_x
