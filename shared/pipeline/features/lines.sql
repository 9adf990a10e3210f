-- Grain: one row per order line that counts (purchase, return or undone) up to the as-of date.
-- `spend` is its contribution to the customer's spend: 0 for undone purchases. Lines of one order share `order_day`: an order
-- number that comes back on another day is another order. That day ends at four in the morning, since bars and shops are open
-- past midnight; a time of exactly midnight is a date without a time.
-- Reads: order_lines (clean order lines without superseded versions).
-- Parameters: $as_of date.
select
  customer_id, order_id, ordered_at, amount, kind, category, channel, region,
  kind = 'purchase' as is_purchase,
  if(kind = 'undone', 0, amount) as spend,
  (if(ordered_at = date_trunc('day', ordered_at), ordered_at, ordered_at - interval 4 hours))::date as order_day
from order_lines
where ordered_at < $as_of::date + 1 and kind in ('purchase', 'return', 'undone')
