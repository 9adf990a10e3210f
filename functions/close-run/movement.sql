-- Grain: one row per way that customers went between tiers with this run: `from` null for who is new, `to` null for who
-- is in the data no longer.
-- Reads: known (the customers that any run before has published), tiers (all customers of the run).
select known.tier as "from", tiers.tier as "to", count(*)::integer as customers
from known
full join tiers using (customer_id)
group by all
order by customers desc, "from", "to"
