-- Grain: one row per customer of the bucket: what is published of a customer. Facts that age by themselves are dates
-- (last_order_at, not days since), so that a customer who did nothing need not be written again; what slides with the day,
-- such as the spend of the last 90 days, is in the run's files only.
-- Reads: tiers (this run's result).
select
  customer_id, control, tier, previous_tier, tier_since::varchar as tier_since, tier_cause, tier_reason, tier_reason_zh,
  earned_tier, demotion_on::varchar as demotion_on, demotion_to, tier_expires_on::varchar as tier_expires_on,
  to_keep::json as to_keep,
  override_kind, override_tier, override_reason, override_author, override_expires_on::varchar as override_expires_on,
  value_score::double as value_score, segment, segment_zh, segment_cn8, nine_grid, r_score, f_score, m_score, rfm,
  lifecycle, behaviour, loyalty, abc_class, quadrant, purchase_mode, region_group,
  p_alive, probability_of_order, expected_orders, clv, clv_low, clv_high, clv_method,
  orders, monetary_total::double as monetary_total, monetary_mean::double as monetary_mean,
  returns_total::double as returns_total, first_order_at::varchar as first_order_at,
  last_order_at::varchar as last_order_at, next_order_due_on::varchar as next_order_due_on,
  cluster, cluster_name, cluster_name_zh, satisfaction, complaints, last_interaction_at::varchar as last_interaction_at,
  region, top_category, top_channel, customer_type, signed_up_at::varchar as signed_up_at, attributes::json as attributes
from tiers
