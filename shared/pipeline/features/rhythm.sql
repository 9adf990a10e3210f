-- Grain: one row per customer with a purchase: the intervals between purchase days.
-- The squared gaps sum to the squared distance between the list of days and itself shifted by one; all integers, so row order
-- does not change them. Two orders on one day are a gap of 0 and add nothing.
-- Reads: purchases.
with counted as (
  select
    customer_id,
    list_unique(purchase_days) - 1 as x,
    purchase_days[-1] - purchase_days[1] as span,
    if(len(purchase_days) > 1,
      round(list_distance(purchase_days[2:]::double[], purchase_days[:-2]::double[]) ** 2), 0) as squared_gaps
  from purchases
  where first_order_at is not null
)

select
  customer_id,
  x,
  if(x > 0, span / x, null) as days_between_mean,
  if(x > 1, sqrt(greatest(squared_gaps - span * span / x, 0) / (x - 1)), null) as days_between_deviation
from counted
