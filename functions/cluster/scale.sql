-- Grain: one row per feature with the mean and population standard deviation of ln(1 + value) over all buyers.
-- Sums are of decimals, so that no order of rows changes them. Reads: buyers. Parameters: $features json list of columns.
with logs as (
  unpivot (
    select
      ln(1 + greatest(recency_days, 0))::decimal(18, 9) as recency_days,
      ln(1 + greatest(orders, 0))::decimal(18, 9) as orders,
      ln(1 + greatest(monetary_total, 0))::decimal(18, 9) as monetary_total,
      ln(1 + greatest(monetary_mean, 0))::decimal(18, 9) as monetary_mean,
      ln(1 + greatest(returns_total, 0))::decimal(18, 9) as returns_total,
      ln(1 + greatest(t, 0))::decimal(18, 9) as t
    from buyers
  ) on columns(*) into name feature value log
),

final as (
  select
    feature,
    sum(log)::double / count(*) as mean,
    sqrt(greatest(sum(log * log)::double / count(*) - (sum(log)::double / count(*)) ** 2, 0)) as deviation
  from logs
  group by feature
)

select feature, mean, case when deviation > 1e-6 then deviation else 1 end as deviation
from final
where list_contains(from_json($features, '["VARCHAR"]'), feature)
