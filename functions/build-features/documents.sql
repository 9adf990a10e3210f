-- Grain: one row per customer and order, or return, with its money and the times of its first and last purchase line.
-- `of_year` is what was bought less what was returned in the 365 days that end on $as_of date.
-- Reads: lines.
-- Parameters: $since date or null, the day of the run before.
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
  sum(abs(amount)) filter (not is_purchase and in_window) as returned,
  sum(amount) filter (kind <> 'undone' and ordered_at >= $as_of::date - 364) as of_year,
  sum(amount) filter (kind <> 'undone' and ordered_at >= $since::date + 1) as spent_since
from lines
group by customer_id, order_id
