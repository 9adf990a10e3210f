-- Grain: one row per projected date, tier and next lower tier of demotions if nothing changes.
-- Reads: outlook (outlook.sql).
select demotion_on::varchar as "on", tier_then as "from", demotion_to as "to", count(*)::integer as customers
from outlook
where demotion_on is not null
group by all
order by "on", "from", "to"
