-- Grain: one row per customer of the bucket, as `assign-tiers` writes it, in the first month ($month 0) or the next (1).
-- Every customer is a draw: for how many weeks a customer, how many repeat purchases and when the last, worth and taste.
-- In the second month, by shares of all customers:
--   bought and changed segment 0.03, of them a third the tier as well; bought and changed neither 0.04;
--   aged into another segment 0.05, of them three tenths into another tier, and as many are told that they will be. The
--   other 0.88 only aged by a month.
-- Estimates follow from the weeks by BG/NBD with fixed parameters; value scores of all drift by about 0.4 points.
-- Parameters: $customers, $buckets, $bucket, $month.
with drawn as (
  select
    id, 'C' || lpad(id::varchar, 8, '0') as customer_id,
    draw(id, 'value') as value, draw(id, 'fate') as fate, draw(id, 'kind') as kind, 4 + 256 * draw(id, 'weeks') as weeks,
    floor(-2 * ln(1 - draw(id, 'repeats')))::integer as repeats, sqrt(draw(id, 'last')) as last_share,
    (draw(id, 'drift 1') + draw(id, 'drift 2') + draw(id, 'drift 3') - 1.5) * 0.8 as drift,
    round(15 + 120 * draw(id, 'basket'), 2) as basket
  from (select unnest(range($bucket::bigint, $customers::bigint, $buckets::bigint)) as id)
),

moved as (
  select
    *, $month = 1 and fate between 0.085 and 0.1 and value >= 0.5 as foretold, $month = 1 and fate < 0.07 as bought,
    $month = 1 and (fate < 0.03 or fate between 0.07 and 0.12) as resegmented,
    $month = 1 and (fate < 0.01 or fate between 0.07 and 0.085) as retiered
  from drawn
),

behaved as (
  select
    *, weeks + 4.345 * $month as t, repeats + bought::integer as x,
    if(bought, weeks + 2, if(repeats = 0, 0, weeks * last_share)) as t_x,
    greatest(0, least(100, 100 * value + if($month = 1, drift, 0) + if(retiered, if(bought, 6, -6), 0))) as score
  from moved
),

estimated as (
  select
    *, if(x = 0, 1, 1 / (1 + (0.6 / (2.5 + x - 1)) * pow((12 + t) / (12 + t_x), 0.8 + x))) as alive,
    alive * (0.8 + x) / (12 + t) * 52 as expected,
    case when value >= 0.95 then 1 when value >= 0.8 then 2 when value >= 0.5 then 3 else 4 end as rank,
    greatest(1, least(4, rank + if(retiered, if(bought and rank > 1 or rank = 4, -1, 1), 0))) as tier_rank,
    1 + floor(11 * kind)::integer as segment_rank, if(resegmented, 1 + segment_rank % 11, segment_rank) as segment_at,
    date '2026-08-31' - (7 * weeks)::integer as first_day, (first_day + (7 * t_x)::integer)::timestamp as last_at,
    date '2026-08-31' + 30 * $month as as_of
  from behaved
)

select
  customer_id, false as control,
  ['VIP', 'gold', 'silver', 'standard'][tier_rank] as tier,
  if(retiered, ['VIP', 'gold', 'silver', 'standard'][rank], null) as previous_tier,
  if(retiered, as_of, first_day) as tier_since,
  format('{}: value score {:.1f} of 100 is at or above the line of 80.1; spent {:.2f} in {} order(s), last purchase {} day(s) before {}',
    tier, score, basket * (x + 1), x + 1, (7 * (t - t_x))::integer, as_of) as tier_reason,
  format('{}：价值分 {:.1f}（满分 100）达到或高于分界线 80.1；{} 笔订单共消费 {:.2f}，最近一次购买在 {} 之前 {} 天',
    tier, score, x + 1, basket * (x + 1), as_of, (7 * (t - t_x))::integer) as tier_reason_zh,
  case when retiered and bought then 'behaviour changed' when retiered then 'lines moved' end as tier_cause,
  tier as earned_tier, if(foretold, as_of + 30, null) as demotion_on,
  if(foretold, ['VIP', 'gold', 'silver', 'standard'][rank + 1], null) as demotion_to, null::date as tier_expires_on,
  format('[{{"value_score":{:.2f}}}]', score - 1) as to_keep,
  null as override_kind, null as override_tier, null as override_reason, null as override_author,
  null::date as override_expires_on,
  round(score, 4) as value_score,
  'Segment ' || segment_at as segment, '客户群 ' || segment_at as segment_zh,
  ['重要价值', '重要保持', '一般发展', '一般挽留'][1 + segment_at % 4] as segment_cn8, 'Growing' as nine_grid,
  1 + segment_at % 5 as r_score, 1 + segment_at % 4 as f_score, 1 + segment_at % 3 as m_score,
  format('{}{}{}', r_score, f_score, m_score) as rfm,
  'active' as lifecycle, 'regular' as behaviour, 'medium' as loyalty, 'B' as abc_class, 'stranger' as quadrant,
  if(x = 0, 'single', 'dispersed') as purchase_mode, 'East' as region_group,
  round(alive, 6) as p_alive, round(alive * (1 - pow((12 + t) / (12 + t + 13), 0.8 + x)), 6) as probability_of_order,
  round(expected, 6) as expected_orders, round(expected * basket, 4) as clv, round(expected * basket * 0.6, 4) as clv_low,
  round(expected * basket * 1.5, 4) as clv_high, 'bg-nbd+gamma-gamma' as clv_method,
  x + 1 as orders, (basket * (x + 1))::decimal(18, 4) as monetary_total, basket::decimal(18, 4) as monetary_mean,
  0::decimal(18, 4) as returns_total, first_day::timestamp as first_order_at, last_at as last_order_at,
  (last_at + to_days(60))::date as next_order_due_on,
  id % 5 as cluster, 'often, high spend' as cluster_name, '高频高消费' as cluster_name_zh,
  if(id % 10 = 0, 82.5, null) as satisfaction, if(id % 10 = 0, 1, null) as complaints, null::timestamp as last_interaction_at,
  ['North', 'South', 'East', 'West'][1 + id % 4] as region, ['Home', 'Toys', 'Books'][1 + id % 3] as top_category,
  'web' as top_channel, 'retail' as customer_type, first_day::timestamp as signed_up_at, '{"level":"3"}' as attributes,
  (7 * (t - t_x))::integer as recency_days, as_of
from estimated
