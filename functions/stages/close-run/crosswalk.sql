-- Grain: one row per combination of segment, Chinese class and nine-grid cell that has customers.
-- Reads: tiers (all customers of the run).
select
  segment, segment_zh, segment_cn8, nine_grid, nine_grid_zh,
  count(*)::integer as customers,
  sum(monetary_total) as monetary_total
from tiers
group by all
order by segment, segment_cn8, nine_grid
