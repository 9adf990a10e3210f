-- Grain: one row per projected date, tier and next lower tier of demotions if nothing changes.
-- Reads: tiers (all customers of the run).
select demotion_on::varchar as "on", tier as "from", demotion_to as "to", count(*)::integer as customers
from tiers
where demotion_on is not null
group by all
order by "on", "from", "to"
