-- Grain: one row per customer of `features` who ever bought, as the models of lifetime value see them: purchase days and their
-- times, and the mean spend of the days of which it is known (`purchases` 0: of none). Besides, what value is scored by.
-- What totals say is held to what every history is: x = 0 only with t_x = 0, and no x beyond MAX_X.
-- Reads: features.
with bought as (
  select
    customer_id, orders, recency_days,
    monetary_total::double as monetary_total,
    least(x, 1000000)::integer as x,
    if(x = 0, 0, t_x)::double as t_x,
    t::double as t,
    coalesce(purchase_day_mean, monetary_mean)::double as mean_spend
  from features
  where x is not null
)

select
  customer_id, orders, recency_days, monetary_total, x, t_x, t,
  if(mean_spend is null, 0, x + 1)::integer as purchases,
  greatest(mean_spend, 0) as mean_spend
from bought
