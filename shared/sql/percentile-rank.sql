-- The percentile, 0 to 100, of a value that lies at or above a grid row; null below the grid is 0.
create macro percentile_rank(amount, grid) as
  case
    when grid.value is null then 0.0
    when amount = grid.value then (grid.low + grid.high) / 2
    when grid.next_value is null then 100.0
    else grid.high + (amount - grid.value) / (grid.next_value - grid.value) * (grid.next_low - grid.high)
  end;
