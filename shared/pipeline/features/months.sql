-- Grain: one row per customer with a purchase: the number of calendar months with purchases, and the largest share of spend in
-- one.
-- Reads: documents.
with months as (
  select customer_id, (12 * year(first_at) + month(first_at))::integer as month, sum(bought) as bought
  from documents
  where first_at is not null
  group by customer_id, month
)

select
  customer_id,
  count(*) as active_months,
  if(sum(bought) > 0, max(bought)::double / sum(bought)::double, null) as top_month_share
from months
group by customer_id
