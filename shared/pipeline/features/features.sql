-- Grain: one row per customer of the bucket with purchases, returns, interactions or feedback, or only in a customers file.
-- Computes the features that need several columns or the as-of date; all other columns pass through.
-- docs/features.md has the unit and formula of each column.
-- Reads: known_customers.
-- Parameters: $as_of date; $unit_days integer, 1 or 7: the unit of t_x and t; $trend_days integer; $since date or null, the
-- as-of date of the previous run.
select
  * replace (
    case when orders > 0 then coalesce(monetary_mean, if(bought is null, null, round(purchases_total / orders, 4))) end as monetary_mean,
    -- Unknown for customers with totals only; 0 for those who never bought.
    coalesce(orders_since, if($since::date is null or last_order_at is not null, null, 0)) as orders_since,
    coalesce(spend_since, if($since::date is null or last_order_at is not null, null, 0)) as spend_since
  ),
  ($as_of::date - last_order_at::date) as recency_days,
  purchases_total + refunds_total as monetary_total,
  round(bought / (x + 1), 4) as purchase_day_mean,
  -- Sold = bought + undone.
  returns_total::double / nullif(purchases_total + returns_total + refunds_total, 0)::double as return_rate,
  (last_order_at::date - first_order_at::date) / $unit_days::integer as t_x,
  ($as_of::date - first_order_at::date) / $unit_days::integer as t,
  $as_of::date - first_order_at::date as tenure_days,
  last_order_at::date + round(days_between_mean)::integer as next_order_due_on,
  $as_of::date - next_order_due_on as overdue_days,
  if(first_order_at < $as_of::date - $trend_days::integer + 1,
    (spend_recent - spend_before)::double / nullif(spend_recent + spend_before, 0)::double, null) as spend_trend,
  coalesce(profile_region, top_region) as region,
  $as_of::date as as_of
from known_customers
