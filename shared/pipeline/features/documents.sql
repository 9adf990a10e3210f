-- Grain: one row per customer and order, or day of returns under its number: its money, and the times of its first and last
-- line.
-- `purchased`, `refunded` and `returned` are sums within the window, null if none of it is in the window. `of_year` is
-- purchases minus returns in the 365 days that end on $as_of.
-- Money that does not count is set to null or 0 rather than filtered: this reads every line, and a filter costs more than a
-- sum. Without a window, its sums are those of all lines and not computed twice.
-- Reads: lines.
-- Parameters: $as_of date; $window_start date or null, the first day of the window; $since date or null, the as-of date of the
-- previous run.
with summed as (
  select
    customer_id,
    is_purchase,
    min(ordered_at) as first_at,
    max(ordered_at) as last_at,
    sum(spend) as spend,
    sum(if($window_start::date is null or ordered_at >= $window_start::date, spend, null)) as spend_in_window,
    sum(if($window_start::date is null or ordered_at >= $window_start::date, if(kind = 'undone', amount, abs(amount)), null)) as moved_in_window,
    sum(if(ordered_at >= $as_of::date - 364, spend, 0)) as of_year,
    sum(if(ordered_at >= $since::date + 1, spend, 0)) as spent_since
  from lines
  group by customer_id, order_id, order_day, is_purchase
)

select
  customer_id,
  if(is_purchase, first_at, null) as first_at,
  if(is_purchase, last_at, null) as last_at,
  if(is_purchase, spend, null) as bought,
  if(is_purchase, spend_in_window, null) as purchased,
  if(is_purchase, null, spend_in_window) as refunded,
  if(is_purchase, null, moved_in_window) as returned,
  of_year,
  spent_since
from summed
