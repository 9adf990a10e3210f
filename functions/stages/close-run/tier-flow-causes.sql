-- Grain: one row per pair of tiers and main cause of customers who changed tier with this run.
-- Reads: tiers (all customers of the run).
select previous_tier as "from", tier as "to", tier_cause as cause, count(*)::integer as customers
from tiers
where previous_tier is not null and tier_since = as_of
group by all
order by customers desc, "from", "to", cause
