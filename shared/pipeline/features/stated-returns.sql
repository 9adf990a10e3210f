-- Grain: one row per order that itself states what was returned of it: a refunded amount, or everything, since it was undone or
-- never became a sale. Only orders with a number: returns name their order by it.
-- Reads: newest_lines.
select
  customer_id, order_id, ordered_at::date as ordered_on,
  sum(if(kind = 'purchase', refunded, greatest(amount, 0))) as stated
from newest_lines
where (kind in ('undone', 'void') or (kind = 'purchase' and refunded > 0)) and not regexp_full_match(order_id, '\d{8}T\d{6}')
group by all
