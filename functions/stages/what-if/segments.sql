-- Grain: one row per non-empty segment by the run's policy or by the other one: its customers by each.
-- Reads: outlook (outlook.sql).
with standing as (
  select segment_now as segment, segment_now_zh as segment_zh, 1 as now, 0 as at_once from outlook
  union all
  select segment_then, segment_then_zh, 0, 1 from outlook
)

select segment, any_value(segment_zh) as segment_zh, sum(now)::integer as now, sum(at_once)::integer as at_once
from standing
group by segment
order by greatest(sum(now), sum(at_once)) desc, segment
