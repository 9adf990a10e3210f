-- Grain: one row per buyer of `features`, with the value score, 0 to 100: the same as valueScoreOf in
-- shared/domain/value-score.ts.
-- The score is the weighted mean of percentile ranks among the model's buyers. A value's rank is read off the percentile
-- grid: between two grid values by straight line; on a value that several percentiles share, their middle. So equal values
-- rank equally and a higher value never ranks lower. For recency_days fewer is better: 100 minus its rank.
-- Reads: features; lifetime_values (customer_id, clv); percentiles (feature, value, low, high, next_value, next_low; one row
--   per distinct grid value); weights (recency_days, orders, monetary_total, clv).
with ranked as (
  select
    features.customer_id,
    percentile_rank(recency_days::double, recency) as recency_rank,
    percentile_rank(features.orders::double, ordering) as orders_rank,
    percentile_rank(features.monetary_total::double, spending) as spend_rank,
    percentile_rank(lifetime_values.clv, earning) as clv_rank
  from features
  join lifetime_values using (customer_id)
  asof left join (from percentiles where feature = 'recency_days') as recency on recency_days::double >= recency.value
  asof left join (from percentiles where feature = 'orders') as ordering on features.orders::double >= ordering.value
  asof left join (from percentiles where feature = 'monetary_total') as spending
    on features.monetary_total::double >= spending.value
  asof left join (from percentiles where feature = 'clv') as earning on lifetime_values.clv >= earning.value
  where features.orders > 0
)

select
  customer_id,
  round(
    weights.recency_days * (100 - recency_rank) + weights.orders * orders_rank + weights.monetary_total * spend_rank
      + weights.clv * clv_rank, 4
  ) as value_score
from ranked, weights
