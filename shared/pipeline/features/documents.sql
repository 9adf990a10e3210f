-- Grain: one row per customer and order, and one per customer and number by which something came back: its money, and the
-- times of an order's first and last line. An order's `purchased` and what came back with `refunded` and `returned` are of the
-- window, null where none of it is in it. `of_year` is what was bought less what was returned in the 365 days that end on $as_of.
-- Money that does not count is made null or 0 rather than filtered: this looks at every line, and a filter costs more than a sum.
-- Without a window the sums of it are those of all lines, and are not made twice.
-- Reads: lines.
-- Parameters: $as_of date; $window_start date or null, the first day of the window; $since date or null, the day of the run before.
with summed as (
  select
    customer_id,
    is_purchase,
    min(ordered_at) as first_at,
    max(ordered_at) as last_at,
    sum(spend) as spend,
    sum(if($window_start::date is null or ordered_at >= $window_start::date, spend, null)) as spend_in_window,
    sum(if($window_start::date is null or ordered_at >= $window_start::date, abs(amount), null)) as moved_in_window,
    sum(if(ordered_at >= $as_of::date - 364, spend, 0)) as of_year,
    sum(if(ordered_at >= $since::date + 1, spend, 0)) as spent_since
  from lines
  group by customer_id, order_id, is_purchase
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
