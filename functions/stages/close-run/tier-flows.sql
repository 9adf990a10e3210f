-- Grain: one row per way that customers went between tiers with this run: `from` null for who is new, `to` null for who
-- was in the data of the run before and is not in this one's. Who comes back comes from the tier that was kept.
-- Reads: previously_published (the customers that any run before has published), tiers (all customers of the run).
select previously_published.tier as "from", tiers.tier as "to", count(*)::integer as customers
from previously_published
full join tiers using (customer_id)
where tiers.customer_id is not null or previously_published.missing_since is null
group by all
order by customers desc, "from", "to"
