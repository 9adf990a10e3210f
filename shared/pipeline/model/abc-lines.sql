-- Grain: one row: the lowest spend of A and of B customers, null if nobody spent anything.
-- Customers with equal spend are in the same class: a class takes customers until its share of all spend is complete.
-- Reads: features. Parameters: $a_share, $ab_share double, of A and of A and B together.
with amounts as (
  select monetary_total as amount, sum(monetary_total) as total
  from features
  where monetary_total > 0
  group by monetary_total
),

cumulated as (
  select
    amount::double as amount,
    (sum(total) over (order by amount desc rows unbounded preceding) - total)::double as above,
    (sum(total) over ())::double as everything
  from amounts
)

select
  min(amount) filter (above < $a_share::double * everything) as a,
  min(amount) filter (above < $ab_share::double * everything) as b
from cumulated
