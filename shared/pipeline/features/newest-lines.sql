-- Grain: one row per clean order line of the bucket, in the newest version of its order.
-- An order in a later upload replaces the one in earlier uploads. Returns are documents of their own, one per day: many shops
-- export a return under the number of its order, and a second one weeks later.
-- Reads: clean_orders (all uploads' lines of the bucket), superseded_orders, type upload (the uploads, oldest first).
select clean_orders.*
from clean_orders
anti join superseded_orders
  on clean_orders.customer_id = superseded_orders.customer_id
  and clean_orders.order_id = superseded_orders.order_id
  and ordered_at::date = ordered_on
  and (kind = 'return') = is_return
  and enum_code(upload_id::upload) < newest
