-- Grain: one row per customer with a purchase: the number of calendar months with purchases, the largest share of spend in one,
-- and the last two years month by month; null if nothing is in them.
-- Reads: documents.
-- Parameters: $as_of date.
with months as (
  select
    customer_id,
    (12 * year(first_at) + month(first_at))::integer as month,
    count(*)::integer as orders,
    sum(bought) as bought
  from documents
  where first_at is not null
  group by customer_id, month
)

select
  customer_id,
  count(*) as active_months,
  if(sum(bought) > 0, max(bought)::double / sum(bought)::double, null) as top_month_share,
  list({
    month: make_date(((month - 1) // 12)::integer, ((month - 1) % 12 + 1)::integer, 1),
    orders: orders,
    spend: bought::decimal(28, 4)
  } order by month) filter (month > 12 * year($as_of::date) + month($as_of::date) - 24) as monthly_purchases
from months
group by customer_id
