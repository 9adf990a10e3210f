-- Grain: one row per R and F score with buyers: their number, their spend, and the segment that most of them are in.
-- Reads: tiers (all customers of the run).
with cells as (
  select r_score as r, f_score as f, segment, count(*) as customers, sum(monetary_total) as spend
  from tiers
  where r_score is not null and f_score is not null
  group by all
)

select
  r, f,
  sum(customers)::integer as customers,
  sum(spend)::double as monetary_total,
  arg_max(segment, (customers, segment)) as segment
from cells
group by r, f
order by r desc, f
