-- Grain: one row per feature: center and spread of its known values over all buyers, and their mean on that scale.
-- Sums are of decimals relative to the largest value, so that row order does not change them and no size overflows.
-- Reads: cluster_values. Parameters: $logged json list of features taken as ln(1 + value) instead of the value; $scaling one of
-- z-score (mean, population standard deviation), robust (median, interquartile range), min-max (smallest, range), none (0, 1).
with known as (
  unpivot (select * exclude (customer_id, spend) from cluster_values) on columns(*) into name feature value raw
),

transformed as (
  select feature, if(list_contains(from_json($logged, '["VARCHAR"]'), feature), ln(1 + greatest(raw, 0)), raw) as value from known
),

largest as (
  select feature, max(abs(value)) as size from transformed group by feature
),

parts as (
  select feature, value, size, (value / if(size > 0, size, 1))::decimal(18, 15) as part
  from transformed
  join largest using (feature)
),

measured as (
  select
    feature,
    any_value(size) as size,
    sum(part)::double / count(*) as mean,
    sqrt(greatest(sum(part * part)::double / count(*) - (sum(part)::double / count(*)) ** 2, 0)) as deviation,
    case $scaling when 'robust' then quantile_cont(value, [0.25, 0.5, 0.75]) end as quartiles,
    min(value) as smallest,
    max(value) as greatest
  from parts
  group by feature
),

scaled as (
  select
    feature,
    size,
    mean * size as mean,
    case $scaling when 'z-score' then mean * size when 'robust' then quartiles[2] when 'min-max' then smallest else 0 end
      as center,
    case $scaling when 'z-score' then deviation * size when 'robust' then quartiles[3] - quartiles[1]
      when 'min-max' then greatest - smallest else 1 end as spread
  from measured
),

final as (
  select feature, mean, center, if(spread > 1e-9 * size, spread, 1) as spread from scaled
)

select feature, center, spread, (mean - center) / spread as unknown from final
