-- Grain: one row per segment, Chinese class and cell of the nine-grid that share customers: how the three schemes meet.
-- Reads: tiers (all customers of the run).
select
  segment, segment_zh, segment_cn8, nine_grid, nine_grid_zh,
  count(*)::integer as customers,
  sum(monetary_total) as monetary_total
from tiers
group by all
order by segment, segment_cn8, nine_grid
