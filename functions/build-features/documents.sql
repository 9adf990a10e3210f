-- Grain: one row per customer and order, or return, with its money and the times of its first and last purchase line.
-- Reads: lines.
select
  customer_id,
  order_id,
  bool_or(is_purchase and in_window) as is_order,
  bool_or(not is_purchase and in_window) as is_return,
  min(ordered_at) filter (is_purchase) as first_at,
  max(ordered_at) filter (is_purchase) as last_at,
  sum(amount) filter (is_purchase) as bought,
  sum(amount) filter (is_purchase and in_window) as purchased,
  sum(amount) filter (kind = 'return' and in_window) as refunded,
  sum(abs(amount)) filter (not is_purchase and in_window) as returned
from lines
group by customer_id, order_id
