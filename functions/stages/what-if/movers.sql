-- Grain: one row per customer who would change tier at once, by value, highest first. Excludes customers with a pending
-- erasure.
-- Reads: outlook (outlook.sql), erased (customer_id).
select customer_id, tier_now as "from", tier_then as "to", cause, value_score, reason, reason_zh
from outlook
anti join erased using (customer_id)
where tier_now <> tier_then
order by value_score desc, customer_id
