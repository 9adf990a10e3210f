-- Grain: one row per customer with a survey answer in the window. Satisfaction is 0 to 100: the last answer and the mean.
-- A later upload replaces answers with the same id; identical rows without an id count once.
-- Means are of decimals, so row order does not change them.
-- Reads: clean_feedback (all uploads' rows of the bucket).
-- Parameters: $as_of date; $window_start date or null.
with newest as (
  select customer_id, response_id,
    max({upload_id: upload_id, answered_at: answered_at, satisfaction: satisfaction}) as last
  from clean_feedback
  where response_id is not null
  group by customer_id, response_id
),

single as (
  select customer_id, response_id, last.answered_at, last.satisfaction from newest
  union all
  select customer_id, null, answered_at, satisfaction from (
    select distinct customer_id, answered_at, satisfaction, survey
    from clean_feedback
    where response_id is null
  )
),

counted as (
  select
    customer_id,
    max({answered_at: answered_at, response_id: coalesce(response_id, ''), satisfaction: satisfaction}) as last,
    count(*) as satisfaction_answers,
    sum(satisfaction::decimal(9, 6))::double / count(*) as satisfaction_mean
  from single
  where answered_at < $as_of::date + 1 and ($window_start::date is null or answered_at >= $window_start::date)
  group by customer_id
)

select
  customer_id,
  last.satisfaction as satisfaction,
  satisfaction_mean,
  satisfaction_answers,
  last.answered_at as last_answer_at
from counted
