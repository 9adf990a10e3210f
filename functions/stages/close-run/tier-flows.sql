-- Grain: one row per pair of tiers in the previous run and this one: `from` is null for new customers, `to` is null for missing
-- ones. Customers who return come from the tier that was kept.
-- Reads: previously_published (customers published by any earlier run), tiers (all customers of the run).
select previously_published.tier as "from", tiers.tier as "to", count(*)::integer as customers
from previously_published
full join tiers using (customer_id)
where tiers.customer_id is not null or previously_published.missing_since is null
group by all
order by customers desc, "from", "to"
