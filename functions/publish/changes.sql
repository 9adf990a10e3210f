-- Grain: one row per customer of the bucket whose published state changes with this run.
--   `state` is what is published from now on, `before` what was until now (null for a customer not met yet).
-- Anything that differs is a change, except a value score that moved by no more than the tolerance, and the wording of
-- the reason, which follows from the rest.
-- Reads: fresh and known (this run's and the visible run's published columns), tiers.
-- Parameters: $tolerance double, points of the value score; $everything boolean, write all customers.
with different as (
  select customer_id from (
    select * exclude (value_score, tier_reason, tier_reason_zh) from fresh
    except
    select * exclude (value_score, tier_reason, tier_reason_zh) from known
  )
),

final as (
  select
    fresh.customer_id,
    fresh as state,
    if(known.customer_id is null, null, known) as before,
    (select max(as_of)::varchar from tiers) as as_of
  from fresh
  left join known using (customer_id)
  where $everything::boolean
    or fresh.customer_id in (from different)
    or abs(fresh.value_score - known.value_score) > $tolerance::double
)

select * from final
