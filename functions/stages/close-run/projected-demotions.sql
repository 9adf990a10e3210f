-- Grain: one row per projected date, tier and next lower tier of demotions if nothing changes.
-- Reads: facts.
select demotion_on as "on", tier as "from", demotion_to as "to", sum(customers)::integer as customers
from facts
where demotion_on is not null
group by all
order by "on", "from", "to"
