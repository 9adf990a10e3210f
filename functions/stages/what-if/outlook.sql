-- Grain: one row per customer of the run: the tier now, the tier by the other policy at once, and the tier that remains once
-- all grace periods have ended: the one within the margin, if lower, after overrides. Facts are the run's; estimates and the
-- annual budget are by either policy.
-- Reads: now (customer_id, tier, segment, segment_zh, clv, service_budget of the run); next (all customers by the other policy,
-- as in tiers.sql); tiers (rank, name), service_plans and macro is_control of the other policy; macro apply_override.
select
  next.customer_id,
  now.tier as tier_now, next.tier as tier_then, in_the_end.name as tier_in_the_end,
  now.segment as segment_now, now.segment_zh as segment_now_zh, next.segment as segment_then, next.segment_zh as segment_then_zh,
  next.monetary_total, now.clv as clv_now, next.clv as clv_then,
  now.service_budget as budget_now, next.service_budget as budget_then,
  if(is_control(in_the_end.name, next.customer_id), null, plan.budget_per_customer) as budget_in_the_end,
  next.value_score,
  next.tier_cause as cause, next.tier_reason as reason, next.tier_reason_zh as reason_zh,
  next.demotion_on, next.demotion_to
from next
join now using (customer_id)
join tiers as ruled on ruled.name = next.ruled_tier
join tiers as kept on kept.name = next.kept_tier
left join tiers as wanted on wanted.name = next.override_tier
join tiers as in_the_end
  on in_the_end.rank = apply_override(greatest(ruled.rank, kept.rank), next.override_kind, wanted.rank)
left join service_plans as plan on plan.tier = in_the_end.name and plan.segment = next.segment
