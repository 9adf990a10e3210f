-- Grain: one row per combination of everything that customers are counted by, with counts and sums of a bucket's customers: of
-- the run's (`is_customer`), and of those published before who are missing from it. Few rows, however many customers.
-- Sums are of decimals, so that neither the order of rows nor the number of buckets changes them. Squares are summed relative to the
-- power of ten that limits the amount, `spend_scale`, so that no amount overflows.
-- Reads: tiers (the bucket's customers of the run), previously_published (its customers published by any earlier run).
with joined as (
  select
    tiers.* exclude (customer_id),
    tiers.customer_id is not null as is_customer,
    previously_published.customer_id is not null as was_published,
    previously_published.tier as published_tier,
    coalesce(previously_published.control, false) as published_control,
    previously_published.missing_since is not null as was_missing,
    previously_published.customer_id is not null and tiers.orders_since is not null as is_compared
  from tiers
  full join previously_published using (customer_id)
),

derived as (
  select
    *,
    coalesce(previous_tier is not null and tier_since = as_of, false) as is_moved,
    if(is_compared and spend_since <> 0, ceil(log10(abs(spend_since::double))), 0)::integer as spend_scale
  from joined
),

final as (
  select
    is_customer, was_published, published_tier, published_control, was_missing, is_compared,
    coalesce(orders > 0, false) as is_buyer,
    tier, control, cluster,
    segment, segment_zh, segment_cn8, nine_grid, nine_grid_zh, lifecycle, lifecycle_zh, behaviour, behaviour_zh,
    loyalty, loyalty_zh, abc_class, quadrant, quadrant_zh, purchase_mode, purchase_mode_zh,
    is_moved,
    if(is_moved, previous_tier, null) as moved_from,
    if(is_moved, tier_cause, null) as cause,
    demotion_on::varchar as demotion_on, demotion_to,
    spend_scale,
    count(*) as customers,
    coalesce(sum(monetary_total), 0) as spend,
    coalesce(sum(clv::decimal(38, 4)), 0) as clv,
    coalesce(sum(clv::decimal(38, 4)) filter (service_budget > 0), 0) as clv_of_budget,
    sum(service_budget) as budget,
    coalesce(sum(spend_recent), 0) as spend_recent,
    coalesce(sum(spend_year_ago), 0) as spend_year_ago,
    sum(satisfaction::decimal(9, 6)) as satisfaction,
    count(satisfaction) as answered,
    min(first_order_at) as first_order_at,
    min(value_score) as lowest_value,
    count_if(is_compared and orders_since > 0) as bought,
    coalesce(sum(spend_since) filter (is_compared), 0) as spend_since,
    coalesce(sum(((spend_since::double / 10.0 ** spend_scale) ** 2)::decimal(38, 28)) filter (is_compared), 0) as spend_squares
  from derived
  group by all
)

select * from final
