-- Grain: one row per non-empty class of every classification, with its customers and their spend.
-- Reads: facts, once.
with combined as (
  select
    segment_cn8, nine_grid, nine_grid_zh, lifecycle, lifecycle_zh, behaviour, behaviour_zh, loyalty, loyalty_zh, abc_class,
    quadrant, quadrant_zh, purchase_mode, purchase_mode_zh,
    sum(customers) as customers, sum(spend) as spend
  from facts
  where is_customer
  group by all
),

single as (
  select
    unnest([
      {classification: 'segment_cn8', name: segment_cn8, zh: segment_cn8},
      {classification: 'nine_grid', name: nine_grid, zh: nine_grid_zh},
      {classification: 'lifecycle', name: lifecycle, zh: lifecycle_zh},
      {classification: 'behaviour', name: behaviour, zh: behaviour_zh},
      {classification: 'loyalty', name: loyalty, zh: loyalty_zh},
      {classification: 'abc_class', name: abc_class, zh: abc_class},
      {classification: 'quadrant', name: quadrant, zh: quadrant_zh},
      {classification: 'purchase_mode', name: purchase_mode, zh: purchase_mode_zh}
    ], recursive := true),
    customers, spend
  from combined
)

select classification, name, zh, sum(customers)::integer as customers, sum(spend)::double as monetary_total
from single
group by classification, name, zh
order by classification, customers desc, name
