-- Grain: one row per customer known at the backtest's cut: the history at that time, and purchases after it.
-- Reads: features.
select
  customer_id,
  holdout.x, holdout.t_x, holdout.t,
  holdout.x + 1 as purchases,
  round(holdout.spend::double / (holdout.x + 1), 4) as mean_spend,
  holdout.spend, holdout.orders_after, holdout.spend_after
from features
where holdout is not null
