-- Grain: one row per customer of `features` with all features, the `history` for lifetime value models (purchase days and their
-- times; null for customers who never bought), and the mean spend of the purchase days with known spend (`purchases`: their
-- number).
-- Aggregated totals are made consistent: t_x = 0 if x = 0, and x at most MAX_X.
-- Reads: features.
select
  *,
  if(x is not null, {x: least(x, 1000000)::integer, t_x: if(x = 0, 0, t_x)::double, t: t::double}, null) as history,
  if(coalesce(purchase_day_mean, monetary_mean) is null, 0, least(x, 1000000) + 1)::integer as purchases,
  greatest(coalesce(purchase_day_mean, monetary_mean)::double, 0) as mean_spend
from features
