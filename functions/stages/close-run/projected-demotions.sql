-- Grain: one row per day on which customers lose their tier if nothing changes, the tier, and the one below that comes then.
-- Reads: tiers (all customers of the run).
select demotion_on::varchar as "on", tier as "from", demotion_to as "to", count(*)::integer as customers
from tiers
where demotion_on is not null
group by all
order by "on", "from", "to"
