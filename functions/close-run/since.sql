-- Grain: one row per tier of the run before and whether its customers were control: what they did since. Only customers who
-- are still in the data, and not those of whom totals alone are known.
-- Reads: known (the customers that any run before has published), tiers (all customers of the run).
with stood as (
  from (
    select customer_id, tier, control
    from (from known union all by name select null::boolean as control where false)
  )
)

select
  stood.tier,
  coalesce(stood.control, false) as control,
  count(*)::integer as customers,
  count_if(orders_since > 0)::integer as bought,
  sum(spend_since)::double as spend,
  sum(spend_since * spend_since)::double as spend_squares
from stood
join tiers using (customer_id)
where orders_since is not null
group by all
