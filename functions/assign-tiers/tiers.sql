-- Grain: one row per customer of the bucket, with scores, segment, classes, cluster, tier, reason and movement.
-- Customers without a purchase in the window have no scores; they stand in the lowest tier.
-- Reads: features; value_scores (customer_id, value_score); scored (scores.sql); classified (customer_id, rhythm_days, and
--   every classification with its Chinese name); lifetime_values (lifetime-values.sql, of who ever bought);
--   positions (customer_id, z: scaled cluster features); cluster_names (cluster, en, zh);
--   tiers (position, name, en, zh; 0 = highest); placed (placed.sql: places earned, kept, given by the rules, held in the end);
--   explained (judgement, judgement_zh, to_next, to_keep); causes (causes.sql); overrides (of those in force);
--   service_plans (tier, segment, channel, response_hours, owner, budget_per_customer); macro is_control;
--   previous (previous.sql: the customers as the run before left them).
-- Parameters: $places json list of places in scaled cluster features, $reaches how far each reaches (null: no end), $clusters
--   whose it is; $no_purchase, $no_purchase_zh what customers without a purchase in the window are in all made of scores;
--   $runs integer, $expire_days integer or null: of the rules of movement.
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

joined as (
  select
    features.*,
    value_scores.value_score,
    r_score, f_score, m_score, rfm, segment, segment_zh, segment_cn8, nine_grid, nine_grid_zh,
    clustered.cluster,
    placed.* exclude (customer_id, forced_by, forced_to),
    earned_tier.name as earned_tier, kept_tier.name as kept_tier, ruled_tier.name as ruled_tier,
    tiers.name as tier, next_tier.name as demotion_to,
    tiers.en as tier_en, tiers.zh as tier_zh, earned_tier.en as earned_en, earned_tier.zh as earned_zh,
    next_tier.en as then_en, next_tier.zh as then_zh,
    judgement, judgement_zh, to_next, to_keep
  from features
  join placed using (customer_id)
  join explained using (customer_id)
  join tiers on tiers.position = final_place
  join tiers as earned_tier on earned_tier.position = earned
  join tiers as kept_tier on kept_tier.position = kept
  join tiers as ruled_tier on ruled_tier.position = place
  left join tiers as next_tier on next_tier.position = demotion_place
  left join value_scores using (customer_id)
  left join scored using (customer_id)
  left join clustered using (customer_id)
),

worded as (
  select
    *,
    concat(
      tier_en, ': ', if(final_place <> earned, format('earns {}, ', earned_en), ''),
      if(orders > 0 or judgement_met, coalesce(judgement, 'all this policy asks') || '; ', ''),
      if(orders > 0, format('spent {:.2f} in {} order(s), last purchase {} day(s) before {}', monetary_total::double, orders, recency_days, as_of),
        format('no purchase counted up to {}', as_of)),
      case standing
        when 'margin' then '; kept within the margin of its line'
        when 'protected' then format('; kept as a new customer until {}', protected_until)
        when 'below' then format('; kept while below its line for {} of {} run(s)', runs_below, $runs::integer)
        when 'expired' then format('; ended {} days after the last purchase', $expire_days::integer)
        when 'demoted' then if(final_place <> earned, '; one tier at a time', '')
      end,
      if(demotion_on is not null, format('; {} from {} on if nothing changes', then_en, demotion_on), '')
    ) as tier_reason,
    concat(
      tier_zh, '：', if(final_place <> earned, format('按规则为{}，', earned_zh), ''),
      if(orders > 0 or judgement_met, coalesce(judgement_zh, '符合要求') || '；', ''),
      if(orders > 0, format('{} 笔订单共消费 {:.2f}，最近一次购买在 {} 之前 {} 天', orders, monetary_total::double, as_of, recency_days),
        format('截至 {} 没有计入的购买', as_of)),
      case standing
        when 'margin' then '；在分界线的缓冲范围内，保留等级'
        when 'protected' then format('；新客户保护期至 {}，保留等级', protected_until)
        when 'below' then format('；低于分界线 {} 次（共 {} 次），暂时保留等级', runs_below, $runs::integer)
        when 'expired' then format('；最近一次购买满 {} 天，等级到期', $expire_days::integer)
        when 'demoted' then if(final_place <> earned, '；逐级下调', '')
      end,
      if(demotion_on is not null, format('；若无变化，自 {} 起为{}', demotion_on, then_zh), '')
    ) as tier_reason_zh
  from (select *, earned < (select max(position) from tiers) as judgement_met from joined)
),

final as (
  select
    worded.customer_id,
    worded.tier,
    if(previous.tier = worded.tier, previous.previous_tier, previous.tier) as previous_tier,
    if(previous.tier = worded.tier, previous.tier_since, as_of) as tier_since,
    if(previous.tier = worded.tier, previous.tier_cause, cause) as tier_cause,
    concat(tier_reason,
      '; ' || case kind when 'pin' then 'set to ' when 'floor' then 'at least ' when 'ceiling' then 'at most ' end
        || overrides.tier || ' by ' || author || ': ' || reason, ', until ' || expires_on) as tier_reason,
    concat(tier_reason_zh,
      '；' || author || case kind when 'pin' then '锁定为' when 'floor' then '设下限' when 'ceiling' then '设上限' end
        || overrides.tier || '：' || reason, '，至 ' || expires_on) as tier_reason_zh,
    worded.earned_tier, worded.kept_tier, worded.ruled_tier, standing, worded.runs_below, worded.counted_on, causes.below_cause,
    demotion_on, demotion_to, tier_expires_on, to_keep, to_next,
    kind as override_kind, overrides.tier as override_tier, reason as override_reason, author as override_author,
    expires_on as override_expires_on,
    coalesce(value_score, 0) as value_score,
    coalesce(segment, $no_purchase::varchar) as segment,
    coalesce(segment_zh, $no_purchase_zh::varchar) as segment_zh,
    coalesce(segment_cn8, $no_purchase_zh::varchar) as segment_cn8,
    coalesce(nine_grid, $no_purchase::varchar) as nine_grid,
    coalesce(nine_grid_zh, $no_purchase_zh::varchar) as nine_grid_zh,
    r_score, f_score, m_score, rfm,
    lifecycle, lifecycle_zh, behaviour, behaviour_zh, loyalty, loyalty_zh, abc_class, quadrant, quadrant_zh,
    purchase_mode, purchase_mode_zh, region_group, region_group_zh,
    recency_days, orders, monetary_total, monetary_mean, purchases_total, purchase_day_mean, yearly_spend, returns_total, returned_orders,
    return_rate, first_order_at, last_order_at, x, t_x, t, tenure_days,
    p_alive, probability_of_order, expected_orders, clv, clv_low, clv_high, clv_method, active_months, days_between_mean,
    days_between_deviation, rhythm_days, next_order_due_on, overdue_days, recent_orders, spend_recent, spend_before,
    spend_trend, spend_year_ago, orders_since, spend_since, top_month_share,
    worded.cluster::integer as cluster,
    cluster_names.en as cluster_name,
    cluster_names.zh as cluster_name_zh,
    region, top_category, categories, top_category_share, top_channel, channels, online_share,
    interactions, last_interaction_at, visits, mails, tickets, complaints, other_interactions,
    satisfaction, satisfaction_mean, satisfaction_answers, last_answer_at,
    customer_type, signed_up_at, attributes, as_of
  from worded
  join classified using (customer_id)
  join causes using (customer_id)
  left join (select * exclude (orders, recency_days, monetary_total) from lifetime_values) using (customer_id)
  left join cluster_names on cluster_names.cluster = worded.cluster
  left join overrides using (customer_id)
  left join previous using (customer_id)
)

select
  final.*,
  is_control(final.tier, final.customer_id) as control,
  if(control, null, channel) as service_channel,
  if(control, null, response_hours) as service_response_hours,
  if(control, null, owner) as service_owner,
  if(control, null, budget_per_customer) as service_budget
from final
left join service_plans on service_plans.tier = final.tier and service_plans.segment = final.segment
order by customer_id
