-- Grain: one row per pair of tiers and main cause of customers who changed tier with this run.
-- Reads: facts.
select moved_from as "from", tier as "to", cause, sum(customers)::integer as customers
from facts
where is_moved
group by all
order by customers desc, "from", "to", cause
