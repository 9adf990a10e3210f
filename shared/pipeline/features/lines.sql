-- Grain: one row per order line that counts (purchase, return or undone) up to the as-of date.
-- `spend` is its contribution to the customer's spend: 0 for undone purchases.
-- Reads: order_lines (clean order lines without superseded versions).
-- Parameters: $as_of date.
select
  customer_id, order_id, ordered_at, amount, kind, category, channel, region,
  kind = 'purchase' as is_purchase,
  if(kind = 'undone', 0, amount) as spend
from order_lines
where ordered_at < $as_of::date + 1 and kind in ('purchase', 'return', 'undone')
