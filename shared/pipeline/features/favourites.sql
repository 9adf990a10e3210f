-- Grain: one row per customer with a purchase that has a category, channel or region: the one with most spend, the number of
-- distinct ones, and shares of the spend for which it is known. Of equal ones, the last in alphabetical order is the top.
-- Reads: lines.
-- Parameters: $online_channels list of channels in lower case.
with categories as (
  select
    customer_id,
    arg_max(category, (amount, category)) as top,
    count(*) as categories,
    if(sum(amount) > 0, max(amount)::double / sum(amount)::double, null) as top_share
  from (
    select customer_id, category, sum(amount) as amount
    from lines where is_purchase and category is not null
    group by customer_id, category
  )
  group by customer_id
),

channels as (
  select
    customer_id,
    arg_max(channel, (amount, channel)) as top,
    count(*) as channels,
    if(sum(amount) > 0,
      coalesce(sum(amount) filter (list_contains($online_channels, lower(channel))), 0)::double / sum(amount)::double, null)
      as online_share
  from (
    select customer_id, channel, sum(amount) as amount
    from lines where is_purchase and channel is not null
    group by customer_id, channel
  )
  group by customer_id
),

regions as (
  select customer_id, arg_max(region, (amount, region)) as top
  from (
    select customer_id, region, sum(amount) as amount
    from lines where is_purchase and region is not null
    group by customer_id, region
  )
  group by customer_id
)

select
  customer_id,
  categories.top as top_category, categories, categories.top_share as top_category_share,
  channels.top as top_channel, channels, online_share,
  regions.top as top_region
from categories
full join channels using (customer_id)
full join regions using (customer_id)
