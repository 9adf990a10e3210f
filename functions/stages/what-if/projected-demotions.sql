-- Grain: one row per day on which customers would lose their tier if nothing changes, the tier, and the one below that comes then.
-- Reads: outlook (outlook.sql).
select demotion_on::varchar as "on", tier_then as "from", demotion_to as "to", count(*)::integer as customers
from outlook
where demotion_on is not null
group by all
order by "on", "from", "to"
