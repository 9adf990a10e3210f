-- Grain: one row per customer of the bucket whose published state changes with this run.
--   `state` is what is published from now on, `before` what was until now (null for a customer not met yet).
-- Anything that differs is a change, except a value score or an estimate that moved by no more than the tolerance, and what
-- follows from the rest: the wording of the reason, and what is lacking for keeping the tier. Probabilities move by themselves, expected orders as a share of
-- themselves or of one order, lifetime value as a share of itself or of one order's spend, whichever is more.
-- Reads: next_view and published (this run's and the visible run's published columns).
-- Parameters: $as_of, the day of the run; $tolerance double, points of the value score; $estimate_tolerance double; $everything boolean, write all customers.
with different as (
  select customer_id from (
    select * exclude (value_score, tier_reason, tier_reason_zh, to_keep, p_alive, probability_of_order, expected_orders, clv, clv_low, clv_high)
    from next_view
    except
    select * exclude (value_score, tier_reason, tier_reason_zh, to_keep, p_alive, probability_of_order, expected_orders, clv, clv_low, clv_high)
    from published
  )
),

final as (
  select
    next_view.customer_id,
    next_view as state,
    if(published.customer_id is null, null, published) as before,
    $as_of::varchar as as_of
  from next_view
  left join published using (customer_id)
  where $everything::boolean
    or next_view.customer_id in (from different)
    or abs(next_view.value_score - published.value_score) > $tolerance::double
    or abs(next_view.p_alive - published.p_alive) > $estimate_tolerance::double
    or abs(next_view.probability_of_order - published.probability_of_order) > $estimate_tolerance::double
    or abs(next_view.expected_orders - published.expected_orders) > $estimate_tolerance::double * greatest(published.expected_orders, 1)
    or abs(next_view.clv - published.clv) > $estimate_tolerance::double * greatest(published.clv, published.monetary_mean)
)

select * from final
