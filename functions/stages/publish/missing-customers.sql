-- Grain: one row per published customer of the bucket who is no longer in the data, with the state to publish: `missing_since`
-- is the date of the first run without the customer. `is_expired`: the policy no longer keeps the customer.
-- Reads: present (this run's published columns of customers in the data), published (the visible run's).
-- Parameters: $as_of, the day of the run; $keep_months integer, null to keep missing customers forever.
select
  * replace (coalesce(missing_since, $as_of::varchar) as missing_since),
  missing_since is null as is_newly_missing,
  coalesce(
    coalesce(missing_since, $as_of::varchar)::date + to_months($keep_months::integer) <= $as_of::date, false
  ) as is_expired
from published
anti join present using (customer_id)
