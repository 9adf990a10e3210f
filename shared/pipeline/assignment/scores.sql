-- Grain: one row per customer of the bucket with all features; for buyers also R, F and M and the resulting segment, Chinese
-- class and nine-grid cell.
-- Reads: lifetime_values; segments (rfm, segment, segment_zh); high_low (code, class); nine_grid (recency, value, cell,
-- cell_zh); macro bin_of.
-- Parameters, json: $recency_cuts ascending cut points, $orders_cuts a list of them for each R score, $spend_cuts for each R
-- and F score; $recency_limits, $spend_limits two each. $separator varchar, between the scores of a code; $recency_line,
-- $orders_line, $spend_line double, which separate high from low.
with recent as (
  select
    *,
    orders > 0 as bought,
    monetary_total::double as spend,
    if(bought, len(from_json($recency_cuts, '["DOUBLE"]')) + 2 - bin_of(recency_days, from_json($recency_cuts, '["DOUBLE"]')), null)
      as r
  from lifetime_values
),

frequent as (
  select *, bin_of(orders::double, from_json($orders_cuts, '[["DOUBLE"]]')[r]) as f from recent
),

scored as (
  select
    *,
    bin_of(spend, from_json($spend_cuts, '[[["DOUBLE"]]]')[r][f]) as m,
    if(bought, if(recency_days < $recency_line::double, 'H', 'L') || if(orders > $orders_line::double, 'H', 'L')
      || if(spend > $spend_line::double, 'H', 'L'), null) as code,
    if(bought, bin_of(recency_days, from_json($recency_limits, '["DOUBLE"]')), null) as recency,
    bin_of(spend, from_json($spend_limits, '["DOUBLE"]')) as value,
    if(bought, concat_ws($separator::varchar, r, f, m), null) as rfm
  from frequent
)

select
  scored.* exclude (bought, spend, r, f, m, code, recency, value),
  r::integer as r_score, f::integer as f_score, m::integer as m_score,
  segment, segment_zh, class as segment_cn8, cell as nine_grid, cell_zh as nine_grid_zh
from scored
left join segments using (rfm)
left join high_low using (code)
left join nine_grid using (recency, value)
