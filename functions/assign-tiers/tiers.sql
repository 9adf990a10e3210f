-- Grain: one row per customer of the bucket, with scores, segment, cluster, tier, reason and movement.
-- Customers without a purchase in the window have no scores; they stand in the lowest tier.
-- Reads: features; value_scores (customer_id, value_score); positions (customer_id, z: scaled cluster features);
--   segments (rfm, segment, segment_zh); classes (code, class); cluster_names (cluster, en, zh);
--   tiers (position, name, line, en, zh; 0 = highest, the lowest has no line);
--   previous (customer_id, tier, previous_tier, tier_since, as the run before left them).
-- Parameters: $recency_cuts, $orders_cuts, $monetary_cuts json lists of 4 ascending cut points;
--   $recency_mean, $orders_mean, $spend_mean double;
--   $places json list of places in scaled cluster features, $reaches how far each reaches (null: no end), $clusters whose it is;
--   $no_purchase, $no_purchase_zh the segment of customers without a purchase in the window.
with scored as (
  select
    customer_id,
    value_score,
    5 - len(list_filter(from_json($recency_cuts, '["DOUBLE"]'), cut -> recency_days > cut)) as r_score,
    1 + len(list_filter(from_json($orders_cuts, '["DOUBLE"]'), cut -> orders > cut)) as f_score,
    1 + len(list_filter(from_json($monetary_cuts, '["DOUBLE"]'), cut -> monetary_total::double > cut)) as m_score,
    if(recency_days < $recency_mean::double, 'H', 'L') || if(orders > $orders_mean::double, 'H', 'L')
      || if(monetary_total::double > $spend_mean::double, 'H', 'L') as code
  from features
  join value_scores using (customer_id)
),

distances as (
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
    scored.value_score, r_score, f_score, m_score, (r_score * 100 + f_score * 10 + m_score)::varchar as rfm, code,
    clustered.cluster,
    coalesce(placed.position, lowest.position) as position
  from features
  cross join lowest
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
    class as segment_cn8,
    r_score::integer as r_score, f_score::integer as f_score, m_score::integer as m_score, rfm,
    recency_days, orders, monetary_total, monetary_mean, returns_total, first_order_at, last_order_at, x, t_x, t,
    joined.cluster::integer as cluster,
    cluster_names.en as cluster_name,
    cluster_names.zh as cluster_name_zh,
    region, top_category, top_channel, customer_type, signed_up_at, attributes, as_of
  from joined
  join tiers using (position)
  left join tiers as above on above.position = joined.position - 1
  left join segments using (rfm)
  left join classes using (code)
  left join cluster_names on cluster_names.cluster = joined.cluster
  left join previous on previous.customer_id = joined.customer_id
)

select * from final order by customer_id
