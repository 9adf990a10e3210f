-- Grain: one row per order line that counts: bought, returned or undone, up to the day asked for.
-- Reads: order_lines (clean order lines, superseded versions already out).
-- Parameters: $as_of date; $window_start date or null, the first day of the window.
select
  customer_id, order_id, ordered_at, amount, kind, category, channel, region,
  kind = 'purchase' as is_purchase,
  $window_start::date is null or ordered_at >= $window_start::date as in_window
from order_lines
where ordered_at < $as_of::date + 1 and kind <> 'void'
