-- Grain: one row per customer of the bucket with features, scores, segment, classes, cluster, tier, reason and movement.
-- `customer-columns.ts` selects and orders the columns that are stored.
-- Customers without a purchase in the window have no scores; they are in the lowest tier.
-- Reads: customers (features, lifetime values, scores, classes, value score; the ranks of final-tiers.sql; earned_reason,
-- earned_reason_zh, to_next, to_keep of with-reasons.ts; for buyers z, their scaled cluster features); cluster_names (cluster,
-- en, zh); causes (causes.sql); overrides (in force); service_plans (tier, segment, channel, response_hours, owner,
-- budget_per_customer); macro is_control; previous (previous.sql).
-- Parameters: $names, $names_en, $names_zh json lists of tier names, highest first; $places json list of the clusters'
-- representative points in scaled cluster features, $reaches the radius of each (null: unlimited), $clusters the cluster of
-- each; $no_purchase, $no_purchase_zh the class of customers without a purchase in the window; $runs integer and $expire_days
-- integer or null, of the movement rules.
with distances as (
  select *, list_transform(from_json($places, '[["DOUBLE"]]'), each -> list_distance(z, each)) as to_places
  from customers
),

nearest as (
  select *, list_min(to_places) as distance, list_position(to_places, list_min(to_places)) as nearest
  from distances
),

clustered as (
  select
    *,
    if(coalesce(distance <= from_json($reaches, '["DOUBLE"]')[nearest], true), from_json($clusters, '["INTEGER"]')[nearest], -1)
      as cluster
  from nearest
),

named as (
  select
    * replace (if(z is null, null, cluster) as cluster),
    from_json($names, '["VARCHAR"]') as names, from_json($names_en, '["VARCHAR"]') as en, from_json($names_zh, '["VARCHAR"]') as zh,
    names[earned + 1] as earned_tier, names[kept + 1] as kept_tier, names[rank + 1] as ruled_tier,
    names[final_rank + 1] as tier, names[demotion_rank + 1] as demotion_to,
    en[final_rank + 1] as tier_en, zh[final_rank + 1] as tier_zh, en[earned + 1] as earned_en, zh[earned + 1] as earned_zh,
    en[demotion_rank + 1] as then_en, zh[demotion_rank + 1] as then_zh,
    earned + 1 < len(names) as has_condition,
    format('{:.2f}', monetary_total::double) as spent
  from clustered
),

worded as (
  select
    *,
    concat(
      tier_en, ': ', if(final_rank <> earned, format('earns {}, ', earned_en), ''),
      if(orders > 0 or has_condition, coalesce(earned_reason, 'the only tier of the policy') || '; ', ''),
      if(orders > 0, format('spent {} in {} order(s), last purchase {} day(s) before {}', spent, orders, recency_days, as_of),
        format('no purchase counted up to {}', as_of)),
      case standing
        when 'margin' then '; kept within the margin of its line'
        when 'protected' then format('; kept as a new customer until {}', protected_until)
        when 'below' then format('; kept while below its line for {} of {} run(s)', runs_below, $runs::integer)
        when 'expired' then format('; ended {} days after the last purchase', $expire_days::integer)
        when 'demoted' then if(final_rank <> earned, '; one tier at a time', '')
      end,
      if(demotion_on is not null, format('; {} from {} on if nothing changes', then_en, demotion_on), '')
    ) as tier_reason,
    concat(
      tier_zh, '：', if(final_rank <> earned, format('按规则为{}，', earned_zh), ''),
      if(orders > 0 or has_condition, coalesce(earned_reason_zh, '策略中唯一的等级') || '；', ''),
      if(orders > 0, format('{} 笔订单共消费 {}，最近一次购买在 {} 之前 {} 天', orders, spent, as_of, recency_days),
        format('截至 {} 没有计入的购买', as_of)),
      case standing
        when 'margin' then '；在分界线的缓冲范围内，保留等级'
        when 'protected' then format('；新客户保护期至 {}，保留等级', protected_until)
        when 'below' then format('；低于分界线 {} 次（共 {} 次），暂时保留等级', runs_below, $runs::integer)
        when 'expired' then format('；最近一次购买满 {} 天，等级到期', $expire_days::integer)
        when 'demoted' then if(final_rank <> earned, '；逐级下调', '')
      end,
      if(demotion_on is not null, format('；若无变化，自 {} 起为{}', demotion_on, then_zh), '')
    ) as tier_reason_zh
  from named
),

final as (
  select
    worded.* replace (
      concat(tier_reason,
        '; ' || case kind when 'pin' then 'set to ' when 'floor' then 'at least ' when 'ceiling' then 'at most ' end
          || overrides.tier || ' by ' || author || ': ' || reason, ', until ' || expires_on) as tier_reason,
      concat(tier_reason_zh,
        '；' || author || case kind when 'pin' then '锁定为' when 'floor' then '设下限' when 'ceiling' then '设上限' end
          || overrides.tier || '：' || reason, '，至 ' || expires_on) as tier_reason_zh,
      coalesce(value_score, 0) as value_score,
      coalesce(segment, $no_purchase::varchar) as segment,
      coalesce(segment_zh, $no_purchase_zh::varchar) as segment_zh,
      coalesce(segment_cn8, $no_purchase_zh::varchar) as segment_cn8,
      coalesce(nine_grid, $no_purchase::varchar) as nine_grid,
      coalesce(nine_grid_zh, $no_purchase_zh::varchar) as nine_grid_zh,
      worded.cluster::integer as cluster
    ),
    if(previous.tier = worded.tier, previous.previous_tier, previous.tier) as previous_tier,
    if(previous.tier = worded.tier, previous.tier_since, as_of) as tier_since,
    if(previous.tier = worded.tier, previous.tier_cause, cause) as tier_cause,
    causes.below_cause,
    kind as override_kind, overrides.tier as override_tier, reason as override_reason, author as override_author,
    expires_on as override_expires_on,
    cluster_names.en as cluster_name,
    cluster_names.zh as cluster_name_zh
  from worded
  left join causes using (customer_id)
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
