-- Grain: one row per month of the first purchase: customers, and those of them with a second purchase day up to the as-of date.
-- Customers known only by totals count if their first purchase is known.
-- Reads: tiers (all customers of the run).
select
  strftime(first_order_at, '%Y-%m') as "month",
  count(*)::integer as customers,
  count_if(x > 0)::integer as bought_again
from tiers
where first_order_at is not null and x is not null
group by "month"
order by "month"
