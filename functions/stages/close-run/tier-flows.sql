-- Grain: one row per pair of tiers in the previous run and this one: `from` is null for new customers, `to` is null for missing
-- ones. Customers who return come from the tier that was kept.
-- Reads: facts.
select published_tier as "from", tier as "to", sum(customers)::integer as customers
from facts
where is_customer or not was_missing
group by all
order by customers desc, "from", "to"
