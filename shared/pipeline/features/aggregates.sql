-- Grain: one row per customer known only by totals, aggregated before the export; the last row of the newest upload wins.
-- Totals count entirely, or not at all if the last purchase is before the window. Totals that extend beyond the as-of date, or
-- have no date of the last purchase, are ignored. Orders of the recent period are an even share of the total, and at least the
-- last order if it is in the period.
-- Reads: clean_aggregates (all uploads' rows of the bucket), purchases.
-- Parameters: $as_of date; $window_start date or null; $unit_days integer, the unit of x, t_x and t; $recent_days integer.
with newest as (
  select *
  from clean_aggregates
  qualify row_number() over (partition by customer_id order by upload_id desc, row_number desc) = 1
),

-- More than two hundred years is not a plausible age.
spanned as (
  select
    *,
    if((t - t_x) * $unit_days::integer between 0 and 73000, (t - t_x) * $unit_days::integer, null)::integer as quiet_days,
    if(t * $unit_days::integer between 0 and 73000, t * $unit_days::integer, null)::integer as known_days
  from newest
),

dated as (
  select
    customer_id, returns_total,
    coalesce(orders, x + 1) as orders,
    coalesce(monetary_total, monetary_mean::decimal(28, 4) * coalesce(orders, x + 1)) as monetary_total,
    monetary_mean,
    coalesce(x, greatest(orders - 1, 0)) as x,
    coalesce(last_order_at, $as_of::date - quiet_days)::timestamp as last_order_at,
    coalesce(
      first_order_at,
      $as_of::date - known_days,
      if(coalesce(orders, x + 1) = 1, last_order_at, null)
    )::timestamp as first_at
  from spanned
),

placed as (
  select
    * exclude (first_at, orders),
    least(first_at, last_order_at) as first_order_at,
    if($window_start::date is null or last_order_at >= $window_start::date, orders, 0) as orders,
    if(last_order_at >= $as_of::date - $recent_days::integer + 1,
      greatest(1, round(orders * least(1, $recent_days::integer / ($as_of::date - first_at::date + 1)))), 0) as recent_orders
  from dated
  where orders > 0 and last_order_at < $as_of::date + 1
)

select
  customer_id,
  orders,
  recent_orders,
  if(orders > 0, coalesce(monetary_total, 0), 0) + purchases_back as purchases_total,
  -purchases_back as refunds_total,
  purchases_back as returns_total,
  monetary_mean,
  monetary_total as bought,
  if(first_order_at >= $as_of::date - 364, coalesce(monetary_total, 0), null) as yearly_spend,
  first_order_at,
  last_order_at,
  x,
  if(x > 0, (last_order_at::date - first_order_at::date) / x, null) as days_between_mean
from (select *, if(orders > 0, coalesce(returns_total, 0), 0) as purchases_back from placed)
anti join purchases using (customer_id)
