-- Grain: one row per end of an override that ends nothing: the customer's last entry in files is newer, is an end itself, or
-- does not exist.
-- Reads: ends (customer_id, set_at); by_file (clean overrides of all customers).
with last_by_file as (
  select customer_id, "override", set_at
  from by_file
  qualify row_number() over (partition by customer_id order by set_at desc, upload_id desc, row_number desc) = 1
)

select ends.customer_id
from ends
left join last_by_file using (customer_id)
where last_by_file.customer_id is null
  or last_by_file.set_at > ends.set_at
  or last_by_file."override" = 'none'
