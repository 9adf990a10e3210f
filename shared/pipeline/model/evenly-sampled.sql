-- Grain: one row: all amounts in ascending order, or if there are more, $most of them at evenly spaced positions from first to
-- last.
-- Reads: ranked (amount double, one row per buyer). Parameters: $most integer, at least 2.
with sorted as (
  select list_sort(list(amount)) as amounts, count(*) as size, least(count(*), $most::integer) as wanted from ranked
)

select coalesce(
  list_select(amounts, list_transform(range(wanted), place -> (1 + place * (size - 1) // greatest(wanted - 1, 1))::bigint)), []
) as amounts
from sorted
