-- Grain: one row per R score with buyers, with the cut points of orders, and one per R and F score, with those of spend (`f` is
-- null in the former).
-- Reads: buyers, macro bin_of. Parameters: $recency_cuts, $fractions json lists.
with recent as (
  select
    orders::double as orders,
    monetary_total::double as spend,
    len(from_json($recency_cuts, '["DOUBLE"]')) + 2 - bin_of(recency_days, from_json($recency_cuts, '["DOUBLE"]')) as r
  from buyers
),

by_recency as (
  select r, quantile_cont(orders, from_json($fractions, '["DOUBLE"]')) as cuts from recent group by r
),

frequent as (
  select r, bin_of(orders, cuts) as f, spend from recent join by_recency using (r)
)

select r::integer as r, null::integer as f, cuts from by_recency
union all
select r::integer, f::integer, quantile_cont(spend, from_json($fractions, '["DOUBLE"]')) from frequent group by r, f
