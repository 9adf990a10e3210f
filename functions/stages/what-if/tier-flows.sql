-- Grain: one row per way from a tier to another that customers would go at once, and its main cause.
-- Reads: outlook (outlook.sql).
select tier_now as "from", tier_then as "to", cause, count(*)::integer as customers
from outlook
where tier_now <> tier_then
group by all
order by customers desc, "from", "to", cause
