-- Grain: one row per customer of `features`, with all that is known of them, and their `history` as the models of lifetime value
-- see it: purchase days and their times (null of who never bought); the mean spend of the days of which it is known
-- (`purchases` 0: of none).
-- What totals say is held to what every history is: x = 0 only with t_x = 0, and no x beyond MAX_X.
-- Reads: features.
select
  *,
  if(x is not null, {x: least(x, 1000000)::integer, t_x: if(x = 0, 0, t_x)::double, t: t::double}, null) as history,
  if(coalesce(purchase_day_mean, monetary_mean) is null, 0, least(x, 1000000) + 1)::integer as purchases,
  greatest(coalesce(purchase_day_mean, monetary_mean)::double, 0) as mean_spend
from features
