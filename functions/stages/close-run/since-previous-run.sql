-- Grain: one row per tier of the run before and whether its customers were control: what they did since. Only customers who
-- are still in the data, and not those of whom totals alone are known.
-- Reads: previously_published (the customers that any run before has published), tiers (all customers of the run).
select
  previously_published.tier,
  coalesce(previously_published.control, false) as control,
  count(*)::integer as customers,
  count_if(orders_since > 0)::integer as bought,
  sum(spend_since)::double as spend,
  sum(spend_since * spend_since)::double as spend_squares
from previously_published
join tiers using (customer_id)
where orders_since is not null
group by all
