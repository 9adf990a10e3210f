-- Grain: one row per order, or day of returns under its number, that occurs in several uploads, with the position of the newest
-- upload among all. `returned_on` is null for the order itself.
-- Few orders occur again. Finding these and dropping their older lines costs half as much as comparing every line with the
-- newest one of its order.
-- Reads: clean_orders (all uploads' lines of the bucket), type upload (the uploads, oldest first).
select
  customer_id, order_id, if(kind = 'return', ordered_at::date, null) as returned_on,
  max(enum_code(upload_id::upload)) as newest
from clean_orders
group by all
having min(enum_code(upload_id::upload)) < newest
