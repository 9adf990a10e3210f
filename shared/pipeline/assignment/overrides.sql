-- Grain: one row per customer of the bucket with an override in force on the date of the run.
-- Reads: by_api (customer_id, kind, tier, reason, author, expires_on, set_at; of all buckets), clean_overrides.
-- Parameters: $bucket, $buckets integer; $as_of date.
-- A customer's last entry wins, whether it is an override or the end of one. Of entries with the same time, the API's wins,
-- then the later row in a file.
with entries as (
  select customer_id, kind, tier, reason, author, expires_on, set_at, true as is_by_api, null as upload_id, null as row_number
  from by_api
  where bucket_of(customer_id, $buckets) = $bucket
  union all
  select customer_id, "override", tier, reason, author, expires_on, set_at, false, upload_id, row_number
  from clean_overrides
),

last_entries as (
  from entries
  qualify row_number() over (
    partition by customer_id order by set_at desc, is_by_api desc, upload_id desc, row_number desc
  ) = 1
)

select customer_id, kind, tier, reason, author, expires_on
from last_entries
where kind <> 'none' and (expires_on is null or expires_on >= $as_of::date)
order by customer_id
