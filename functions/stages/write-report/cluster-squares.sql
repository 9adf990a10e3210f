-- Grain: one row per cluster and square of the plane that has customers of the sample, with the middle of the square.
-- Squares are as wide as the longer side of all points divided by $squares; 1 if all points are one.
-- Reads: points (cluster, x, y).
-- Parameters: $squares integer.
with sized as (
  select coalesce(nullif(greatest(max(x) - min(x), max(y) - min(y)) / $squares::integer, 0), 1) as size from points
)

select
  cluster,
  (floor(x / size) + 0.5) * size as x,
  (floor(y / size) + 0.5) * size as y,
  count(*)::integer as customers,
  any_value(size) as size
from points, sized
group by cluster, floor(x / size), floor(y / size), size
order by cluster, y, x
