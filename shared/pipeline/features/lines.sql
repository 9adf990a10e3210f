-- Grain: one row per order line that counts: bought, returned or undone, up to the day asked for.
-- `spend` is what it adds to what the customer spent: what was undone was not bought in the first place.
-- Reads: order_lines (clean order lines, superseded versions already out).
-- Parameters: $as_of date.
select
  customer_id, order_id, ordered_at, amount, kind, category, channel, region,
  kind = 'purchase' as is_purchase,
  if(kind = 'undone', 0, amount) as spend
from order_lines
where ordered_at < $as_of::date + 1 and kind in ('purchase', 'return', 'undone')
