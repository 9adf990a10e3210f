-- Grain: one row per customer of the bucket, who bought, returned, or is only known from a customers file.
-- Reads: order_lines (clean order lines, superseded versions already out), profiles (one row per customer).
-- A top is the name most was spent on; where two weigh the same, the later one in the alphabet.
-- Parameters: $as_of date, orders after it are not seen; $window_start date or null, RFM counts what is on or after it;
--   $unit_days integer, 1 or 7: the unit of x, t_x and t.
with lines as (
  select *, kind = 'purchase' as is_purchase,
    $window_start::date is null or ordered_at::date >= $window_start::date as in_window
  from order_lines
  where ordered_at::date <= $as_of::date and kind in ('purchase', 'return', 'undone')
),

documents as (
  select
    customer_id,
    order_id,
    max(case when is_purchase and in_window then 1 else 0 end) as orders,
    min(ordered_at) filter (is_purchase) as first_at,
    max(ordered_at) filter (is_purchase) as last_at,
    coalesce(sum(amount) filter (is_purchase and in_window), 0) as purchased,
    coalesce(sum(case kind when 'return' then amount end) filter (in_window), 0) as refunds,
    coalesce(sum(abs(amount)) filter (not is_purchase and in_window), 0) as returned
  from lines
  group by customer_id, order_id
),

buyers as (
  select
    customer_id,
    sum(orders) as orders,
    sum(purchased) + sum(refunds) as monetary_total,
    sum(purchased) as purchases_total,
    sum(returned) as returns_total,
    min(first_at) as first_order_at,
    max(last_at) as last_order_at,
    count(distinct first_at::date) as purchase_days
  from documents
  group by customer_id
),

categories as (
  select customer_id, arg_max(category, (amount, category)) as top
  from (select customer_id, category, sum(amount) as amount from lines
        where is_purchase and category is not null group by customer_id, category)
  group by customer_id
),

channels as (
  select customer_id, arg_max(channel, (amount, channel)) as top
  from (select customer_id, channel, sum(amount) as amount from lines
        where is_purchase and channel is not null group by customer_id, channel)
  group by customer_id
),

regions as (
  select customer_id, arg_max(region, (amount, region)) as top
  from (select customer_id, region, sum(amount) as amount from lines
        where is_purchase and region is not null group by customer_id, region)
  group by customer_id
),

final as (
  select
    coalesce(buyers.customer_id, profiles.customer_id) as customer_id,
    coalesce(orders, 0)::integer as orders,
    ($as_of::date - last_order_at::date)::integer as recency_days,
    coalesce(monetary_total, 0)::decimal(18, 4) as monetary_total,
    case when orders > 0 then round(purchases_total / orders, 4)::decimal(18, 4) end as monetary_mean,
    coalesce(returns_total, 0)::decimal(18, 4) as returns_total,
    first_order_at,
    last_order_at,
    case when first_order_at is not null then purchase_days - 1 end::integer as x,
    (last_order_at::date - first_order_at::date) / $unit_days::integer as t_x,
    ($as_of::date - first_order_at::date) / $unit_days::integer as t,
    coalesce(profiles.region, regions.top) as region,
    categories.top as top_category,
    channels.top as top_channel,
    customer_type,
    signed_up_at,
    attributes,
    $as_of::date as as_of
  from buyers
  full join profiles using (customer_id)
  left join categories on categories.customer_id = buyers.customer_id
  left join channels on channels.customer_id = buyers.customer_id
  left join regions on regions.customer_id = buyers.customer_id
)

select * from final order by customer_id
