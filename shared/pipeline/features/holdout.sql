-- Grain: one row per customer with a purchase by the cut, $holdout_days before $as_of: purchase days up to the cut as in
-- features.sql, and purchases after it. No rows if $holdout_days is null.
-- Reads: purchases.
-- Parameters: $as_of date; $holdout_days integer or null; $unit_days integer, the unit of x, t_x and t.
with parted as (
  select
    customer_id,
    ($as_of::date - $holdout_days::integer) - date '1970-01-01' as cut,
    list_filter(purchase_days, day -> day <= cut) as days,
    list_filter(purchase_days, day -> day > cut) as days_after,
    bought,
    bought_by_cut
  from purchases
  where first_order_at < $as_of::date - $holdout_days::integer + 1
)

select
  customer_id,
  {
    x: (list_unique(days) - 1)::integer,
    t_x: (days[-1] - days[1]) / $unit_days::integer,
    t: (cut - days[1]) / $unit_days::integer,
    spend: bought_by_cut::decimal(28, 4),
    orders_after: list_unique(days_after)::integer,
    spend_after: (bought - bought_by_cut)::decimal(28, 4)
  } as holdout
from parted
