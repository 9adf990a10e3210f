-- Grain: one row per buyer of the bucket: R, F and M, and the segment, Chinese class and cell of the nine-grid they lead to.
-- Reads: features; segments (rfm, segment, segment_zh); high_low (code, class); nine_grid (recency, value, cell, cell_zh);
--   macro bin_of.
-- Parameters, json: $recency_cuts ascending cut points, $orders_cuts a list of them for each R score, $spend_cuts for each
--   R and F score; $recency_limits, $spend_limits two each. $separator varchar, between the scores of a code;
--   $recency_line, $orders_line, $spend_line double, what parts high from low.
with recent as (
  select
    customer_id, recency_days, orders::double as orders, monetary_total::double as spend,
    len(from_json($recency_cuts, '["DOUBLE"]')) + 2 - bin_of(recency_days, from_json($recency_cuts, '["DOUBLE"]')) as r_score
  from features
  where features.orders > 0
),

frequent as (
  select *, bin_of(orders, from_json($orders_cuts, '[["DOUBLE"]]')[r_score]) as f_score from recent
),

scored as (
  select
    *,
    bin_of(spend, from_json($spend_cuts, '[[["DOUBLE"]]]')[r_score][f_score]) as m_score,
    if(recency_days < $recency_line::double, 'H', 'L') || if(orders > $orders_line::double, 'H', 'L')
      || if(spend > $spend_line::double, 'H', 'L') as code,
    bin_of(recency_days, from_json($recency_limits, '["DOUBLE"]')) as recency,
    bin_of(spend, from_json($spend_limits, '["DOUBLE"]')) as value,
    concat_ws($separator::varchar, r_score, f_score, m_score) as rfm
  from frequent
)

select
  customer_id,
  r_score::integer as r_score, f_score::integer as f_score, m_score::integer as m_score, rfm,
  segment, segment_zh, class as segment_cn8, cell as nine_grid, cell_zh as nine_grid_zh
from scored
left join segments using (rfm)
left join high_low using (code)
left join nine_grid using (recency, value)
