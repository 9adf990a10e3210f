-- Grain: one row per customer that a customers file names; the newest upload's last row wins.
-- Reads: clean_customers (all uploads' rows of the bucket).
select customer_id, signed_up_at, region as profile_region, customer_type, attributes
from clean_customers
qualify row_number() over (partition by customer_id order by upload_id desc, row_number desc) = 1
