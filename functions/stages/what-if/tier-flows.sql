-- Grain: one row per pair of tiers and main cause of customers who would change tier at once.
-- Reads: outlook (outlook.sql).
select tier_now as "from", tier_then as "to", cause, count(*)::integer as customers
from outlook
where tier_now <> tier_then
group by all
order by customers desc, "from", "to", cause
