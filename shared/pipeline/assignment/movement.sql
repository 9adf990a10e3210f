-- Grain: one row per customer of the bucket: the tier by the policy's movement rules, as a rank (0 = highest).
-- `standing` is the reason: new (first run), promoted, earned (the tier held is the one earned), margin (below the line by no
-- more than the margin), protected (a new customer), below (grace runs not used up), demoted, expired.
-- A run counts as below only if its date is far enough after the last one that counted. `demotion_on` is the review at which
-- the customer loses the tier if nothing changes, `demotion_rank` the next tier then; null without a projected demotion.
-- Reads: ranked (customer_id, recency_days, tenure_days, last_order_at; earned, kept: ranks by the lines and by the lines with
-- the margin); previous (customer_id, rank, runs_below, counted_on; rank is null if the tier no longer exists).
-- Parameters: $as_of date; $lowest integer; $runs, $min_days, $protect_days integer; $expire_days integer or null; $one_step
-- boolean; $reviews json list of dates, ascending.
with facts as (
  select
    customer_id, earned, kept, previous.rank as held, coalesce(runs_below, 0) as runs_before, counted_on as counted_before,
    coalesce(recency_days > $expire_days::integer, false) as is_expired,
    tenure_days < $protect_days::integer as is_protected,
    last_order_at::date + $expire_days::integer + 1 as expires_on,
    $as_of::date - tenure_days + $protect_days::integer as protected_until,
    counted_on is null or $as_of::date - counted_on >= $min_days::integer as counts
  from ranked
  left join previous using (customer_id)
),

counted as (
  select
    *,
    case
      when is_expired then 'expired'
      when held is null then 'new'
      when earned < held then 'promoted'
      when earned = held then 'earned'
      when kept <= held then 'margin'
      when is_protected then 'protected'
      when runs_before + counts::integer >= $runs::integer then 'demoted'
      else 'below'
    end as standing,
    if(standing in ('below', 'demoted') and counts, $as_of::date, counted_before) as counted_on
  from facts
),

moved as (
  select
    *,
    case standing
      when 'expired' then $lowest::integer
      when 'demoted' then if($one_step, held + 1, kept)
      when 'margin' then held
      when 'protected' then held
      when 'below' then held
      else earned
    end as rank,
    if(standing = 'below', runs_before + counts::integer, 0) as runs_below
  from counted
),

projected as (
  select
    *,
    if(kept > rank,
      list_filter(from_json($reviews, '["DATE"]'), review ->
        coalesce(review >= protected_until, true) and coalesce(review - counted_on >= $min_days::integer, true)
      )[$runs::integer - runs_below], null) as falls_on,
    if(rank < $lowest::integer, list_filter(from_json($reviews, '["DATE"]'), review -> review >= expires_on)[1], null)
      as expires_at
  from moved
)

select
  customer_id, standing, held, earned, kept, rank::integer as rank, runs_below::integer as runs_below, counted_on,
  if(rank < $lowest::integer, expires_on, null) as tier_expires_on,
  protected_until,
  least(falls_on, expires_at) as demotion_on,
  case
    when expires_at <= coalesce(falls_on, expires_at) then $lowest::integer
    when falls_on is not null then if($one_step, rank + 1, kept)
  end::integer as demotion_rank
from projected
