-- Grain: one row per customer of the bucket, with scores, segment, classes, cluster, tier, reason and movement.
-- Customers without a purchase in the window have no scores; they stand in the lowest tier.
-- Reads: features; value_scores (customer_id, value_score); scored (scores.sql); classified (customer_id, rhythm_days, and
--   every classification with its Chinese name); lifetime_values (lifetime-values.sql, of who ever bought);
--   positions (customer_id, z: scaled cluster features); cluster_names (cluster, en, zh);
--   tiers (position, name, line, en, zh; 0 = highest, the lowest has no line);
--   previous (customer_id, tier, previous_tier, tier_since, as the run before left them).
-- Parameters: $places json list of places in scaled cluster features, $reaches how far each reaches (null: no end), $clusters
--   whose it is; $no_purchase, $no_purchase_zh what customers without a purchase in the window are in all made of scores.
with distances as (
  select customer_id,
    list_transform(from_json($places, '[["DOUBLE"]]'), place -> list_distance(z, place)) as to_places
  from positions
),

nearest as (
  select customer_id, list_min(to_places) as distance, list_position(to_places, list_min(to_places)) as place
  from distances
),

clustered as (
  select customer_id,
    if(coalesce(distance <= from_json($reaches, '["DOUBLE"]')[place], true), from_json($clusters, '["INTEGER"]')[place], -1)
      as cluster
  from nearest
),

placed as (
  select value_scores.customer_id, min(position) as position
  from value_scores
  join tiers on line is null or value_score >= line
  group by value_scores.customer_id
),

lowest as (select max(position) as position from tiers),

joined as (
  select
    features.*,
    value_scores.value_score,
    r_score, f_score, m_score, rfm, segment, segment_zh, segment_cn8, nine_grid, nine_grid_zh,
    clustered.cluster,
    coalesce(placed.position, lowest.position) as position
  from features
  cross join lowest
  left join value_scores using (customer_id)
  left join scored using (customer_id)
  left join clustered using (customer_id)
  left join placed using (customer_id)
),

final as (
  select
    joined.customer_id,
    tiers.name as tier,
    case when previous.tier = tiers.name then previous.previous_tier else previous.tier end as previous_tier,
    case when previous.tier = tiers.name then previous.tier_since else as_of end as tier_since,
    case
      when value_score is null then format('{}: no purchase counted up to {}', tiers.en, as_of)
      else format(
        '{}: value score {:.1f} of 100 is {}; spent {:.2f} in {} order(s), last purchase {} day(s) before {}',
        tiers.en, value_score,
        case when tiers.line is null then
               if(above.line is null, 'all this policy asks', format('below the {} line of {:.1f}', above.en, above.line))
             else format('at or above the line of {:.1f}', tiers.line) end,
        monetary_total::double, orders, recency_days, as_of)
    end as tier_reason,
    case
      when value_score is null then format('{}：截至 {} 没有计入的购买', tiers.zh, as_of)
      else format(
        '{}：价值分 {:.1f}（满分 100）{}；{} 笔订单共消费 {:.2f}，最近一次购买在 {} 之前 {} 天',
        tiers.zh, value_score,
        case when tiers.line is null then if(above.line is null, '符合要求', format('低于{}线 {:.1f}', above.zh, above.line))
             else format('达到或高于分界线 {:.1f}', tiers.line) end,
        orders, monetary_total::double, as_of, recency_days)
    end as tier_reason_zh,
    coalesce(value_score, 0) as value_score,
    coalesce(segment, $no_purchase::varchar) as segment,
    coalesce(segment_zh, $no_purchase_zh::varchar) as segment_zh,
    coalesce(segment_cn8, $no_purchase_zh::varchar) as segment_cn8,
    coalesce(nine_grid, $no_purchase::varchar) as nine_grid,
    coalesce(nine_grid_zh, $no_purchase_zh::varchar) as nine_grid_zh,
    r_score, f_score, m_score, rfm,
    lifecycle, lifecycle_zh, behaviour, behaviour_zh, loyalty, loyalty_zh, abc_class, quadrant, quadrant_zh,
    purchase_mode, purchase_mode_zh, region_group, region_group_zh,
    recency_days, orders, monetary_total, monetary_mean, purchases_total, purchase_day_mean, returns_total, returned_orders,
    return_rate, first_order_at, last_order_at, x, t_x, t, tenure_days,
    p_alive, probability_of_order, expected_orders, clv, clv_low, clv_high, clv_method, active_months, days_between_mean,
    days_between_deviation, rhythm_days, next_order_due_on, overdue_days, recent_orders, spend_recent, spend_before,
    spend_trend, top_month_share,
    joined.cluster::integer as cluster,
    cluster_names.en as cluster_name,
    cluster_names.zh as cluster_name_zh,
    region, top_category, categories, top_category_share, top_channel, channels, online_share,
    interactions, last_interaction_at, visits, mails, tickets, complaints, other_interactions,
    satisfaction, satisfaction_mean, satisfaction_answers, last_answer_at,
    customer_type, signed_up_at, attributes, as_of
  from joined
  join classified using (customer_id)
  left join (select * exclude (orders, recency_days, monetary_total) from lifetime_values) using (customer_id)
  join tiers using (position)
  left join tiers as above on above.position = joined.position - 1
  left join cluster_names on cluster_names.cluster = joined.cluster
  left join previous on previous.customer_id = joined.customer_id
)

select * from final order by customer_id
