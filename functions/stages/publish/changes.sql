-- Grain: one row per customer of the bucket whose published state changes with this run.
--   `state` is what is published from now on, `before` what was until now (null for a customer not met yet).
-- Anything that differs is a change, except a value score or an estimate that moved by no more than the tolerance, and what
-- follows from the rest: the wording of the reason, and what is lacking for keeping the tier. Probabilities move by themselves, expected orders as a share of
-- themselves or of one order, lifetime value as a share of itself or of one order's spend, whichever is more.
-- Reads: fresh and known (this run's and the visible run's published columns).
-- Parameters: $as_of, the day of the run; $tolerance double, points of the value score; $estimate_tolerance double; $everything boolean, write all customers.
with different as (
  select customer_id from (
    select * exclude (value_score, tier_reason, tier_reason_zh, to_keep, p_alive, probability_of_order, expected_orders, clv, clv_low, clv_high)
    from fresh
    except
    select * exclude (value_score, tier_reason, tier_reason_zh, to_keep, p_alive, probability_of_order, expected_orders, clv, clv_low, clv_high)
    from known
  )
),

final as (
  select
    fresh.customer_id,
    fresh as state,
    if(known.customer_id is null, null, known) as before,
    $as_of::varchar as as_of
  from fresh
  left join known using (customer_id)
  where $everything::boolean
    or fresh.customer_id in (from different)
    or abs(fresh.value_score - known.value_score) > $tolerance::double
    or abs(fresh.p_alive - known.p_alive) > $estimate_tolerance::double
    or abs(fresh.probability_of_order - known.probability_of_order) > $estimate_tolerance::double
    or abs(fresh.expected_orders - known.expected_orders) > $estimate_tolerance::double * greatest(known.expected_orders, 1)
    or abs(fresh.clv - known.clv) > $estimate_tolerance::double * greatest(known.clv, known.monetary_mean)
)

select * from final
