-- Grain: one row per customer in customers files; the last row of the newest upload wins.
-- Reads: clean_customers (all uploads' rows of the bucket).
select customer_id, signed_up_at, region as profile_region, customer_type, attributes
from clean_customers
qualify row_number() over (partition by customer_id order by upload_id desc, row_number desc) = 1
