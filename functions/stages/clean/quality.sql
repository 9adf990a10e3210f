-- Grain: one row: outliers and other facts about the amounts and quantities of the kept rows.
-- Reads: kept (clean orders), some_kept (the rows that determine the fences).
-- Fences are Tukey's outer fences, three interquartile ranges beyond the quartiles, of the logarithm because amounts are skewed
-- (Tukey 1977, Exploratory Data Analysis, 2D).
with fences as (
  select
    exp(quantile_cont(log_amount, 0.25) - 3 * (quantile_cont(log_amount, 0.75) - quantile_cont(log_amount, 0.25))) - 1 as amount_from,
    exp(quantile_cont(log_amount, 0.75) + 3 * (quantile_cont(log_amount, 0.75) - quantile_cont(log_amount, 0.25))) - 1 as amount_to,
    exp(quantile_cont(log_quantity, 0.25) - 3 * (quantile_cont(log_quantity, 0.75) - quantile_cont(log_quantity, 0.25))) - 1 as quantity_from,
    exp(quantile_cont(log_quantity, 0.75) + 3 * (quantile_cont(log_quantity, 0.75) - quantile_cont(log_quantity, 0.25))) - 1 as quantity_to
  from (
    select ln(1 + amount::double) as log_amount, ln(1 + quantity::double) as log_quantity
    from some_kept where kind = 'purchase' and amount >= 0 and coalesce(quantity, 0) >= 0
  )
)

select
  coalesce(sum(amount) filter (kind <> 'void'), 0)::double as amount_total,
  coalesce(sum(amount) filter (kind = 'void'), 0)::double as filtered_total,
  any_value(amount_from) as amount_from,
  any_value(amount_to) as amount_to,
  count(*) filter (kind = 'purchase' and amount >= 0 and not amount::double between amount_from and amount_to)::integer as amount_outliers,
  (max(amount) filter (kind = 'purchase'))::double as amount_largest,
  (sum(amount) filter (kind = 'purchase'))::double as amount_sum,
  (max(quantity) filter (kind = 'purchase'))::double as quantity_largest,
  (sum(quantity) filter (kind = 'purchase'))::double as quantity_sum,
  any_value(quantity_from) as quantity_from,
  any_value(quantity_to) as quantity_to,
  count(*) filter (kind = 'purchase' and not quantity::double between quantity_from and quantity_to)::integer as quantity_outliers
from kept, fences
