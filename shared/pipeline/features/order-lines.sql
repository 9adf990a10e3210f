-- Grain: one row per order line of the bucket, with each return counted once.
-- Reads: newest_lines, further_returns.
select newest_lines.*
from newest_lines
anti join (select distinct customer_id, order_id from further_returns) as netted
  on newest_lines.customer_id = netted.customer_id
  and newest_lines.order_id = netted.order_id
  and kind = 'return'
union all by name
from further_returns where amount < 0
