-- The least any program could do with the export: read every line once and keep one row per customer.
-- Grain: one row per customer, of whom only the number leaves the query. $file: the export's path.
with customers as (
  select
    customer_id,
    max(try_cast(order_date as timestamp)) as last_order_at,
    sum(quantity::integer * try_cast(unit_price as decimal(12, 2))) as monetary_total
  from read_csv($file, all_varchar = true, header = true, delim = ',')
  group by customer_id
)

select count(*)::integer as customers from customers
