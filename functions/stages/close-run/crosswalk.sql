-- Grain: one row per combination of segment, Chinese class and nine-grid cell that has customers.
-- Reads: facts.
select
  segment, segment_zh, segment_cn8, nine_grid, nine_grid_zh,
  sum(customers)::integer as customers,
  sum(spend) as monetary_total
from facts
where is_customer
group by all
order by segment, segment_cn8, nine_grid
