-- Grain: one row per order, or day of returns under its number, of which more than one upload tells: the newest of them, as its
-- place among all. `returned_on` is null of the order itself.
-- Few orders come again. To look for these and leave out their older lines costs half of what it does to compare every
-- line with the newest of its order.
-- Reads: clean_orders (all uploads' lines of the bucket), type upload (the uploads, oldest first).
select
  customer_id, order_id, if(kind = 'return', ordered_at::date, null) as returned_on,
  max(enum_code(upload_id::upload)) as newest
from clean_orders
group by all
having min(enum_code(upload_id::upload)) < newest
