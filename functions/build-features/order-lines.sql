-- Grain: one row per clean order line of the bucket, in the newest version of its order.
-- An order that came in a later upload replaces what earlier uploads said of it. Lines that give money back are a document
-- of their own, since many shops export a return under the number of the order it belongs to.
-- Reads: clean_orders (all uploads' lines of the bucket).
select *
from clean_orders
qualify upload_id = max(upload_id) over (partition by customer_id, order_id, kind = 'return')
