-- Grain: one row per customer with an order line: orders, money and purchase dates.
-- The money of an order belongs to the day of its first line. `purchase_days` are days since 1970, ascending; a day with two
-- orders occurs twice.
-- Reads: documents.
-- Parameters: $as_of date; $recent_days, $trend_days integer, lengths of the periods that end on it; $holdout_days integer or
-- null, the period held out for the backtest; $year_ago date, the same day of the previous year; $since date or null, the as-of
-- date of the previous run.
with final as (
  select
    customer_id,
    count(purchased) as orders,
    count(returned) as returned_orders,
    coalesce(sum(purchased), 0) as purchases_total,
    coalesce(sum(refunded), 0) as refunds_total,
    coalesce(sum(returned), 0) as returns_total,
    sum(bought) as bought,
    coalesce(sum(of_year), 0) as yearly_spend,
    coalesce(sum(bought) filter (first_at < $as_of::date - $holdout_days::integer + 1), 0) as bought_by_cut,
    min(first_at) as first_order_at,
    max(last_at) as last_order_at,
    count_if(first_at >= $as_of::date - $recent_days::integer + 1) as recent_orders,
    coalesce(sum(bought) filter (first_at >= $as_of::date - $trend_days::integer + 1), 0) as spend_recent,
    coalesce(sum(bought) filter (
      first_at >= $as_of::date - 2 * $trend_days::integer + 1 and first_at < $as_of::date - $trend_days::integer + 1
    ), 0) as spend_before,
    coalesce(sum(bought) filter (
      first_at >= $year_ago::date - $trend_days::integer + 1
      and first_at < $year_ago::date + 1
    ), 0) as spend_year_ago,
    if($since::date is null, null, count_if(first_at >= $since::date + 1)) as orders_since,
    if($since::date is null, null, coalesce(sum(spent_since), 0)) as spend_since,
    list_sort(list_concat(
      list(first_at::date - date '1970-01-01') filter (first_at is not null),
      list(last_at::date - date '1970-01-01') filter (last_at::date > first_at::date)
    )) as purchase_days
  from documents
  group by customer_id
)

from final
