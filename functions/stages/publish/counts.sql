-- Grain: one row: the number of customers of the bucket who are missing from the data, and of those who returned.
-- Reads: missing_customers, published (the visible run's published columns), present (this run's, of customers in the data).
select
  count(*) filter (not is_expired)::integer as kept,
  count(*) filter (is_newly_missing)::integer as new,
  (select count(*)::integer from (from published where missing_since is not null) semi join present using (customer_id))
    as returned,
  count(*) filter (is_expired)::integer as removed
from missing_customers
