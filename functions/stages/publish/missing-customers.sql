-- Grain: one row per customer of the bucket who is published and in the data no longer, as it would be published from now
-- on: `missing_since` is the day of the first run without them. `is_over`: the policy keeps them no longer.
-- Reads: present (this run's published columns of who is in the data), published (the visible run's).
-- Parameters: $as_of, the day of the run; $keep_months integer, null to keep them for good.
select
  * replace (coalesce(missing_since, $as_of::varchar) as missing_since),
  missing_since is null as is_news,
  coalesce(
    coalesce(missing_since, $as_of::varchar)::date + to_months($keep_months::integer) <= $as_of::date, false
  ) as is_over
from published
anti join present using (customer_id)
