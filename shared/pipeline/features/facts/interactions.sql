-- Grain: one row per customer with an interaction in the window.
-- A later upload replaces interactions with the same id; identical rows without an id count once.
-- Reads: clean_interactions (all uploads' rows of the bucket).
-- Parameters: $as_of date; $window_start date or null.
with newest as (
  select customer_id, interaction_id,
    max({upload_id: upload_id, occurred_at: occurred_at, interaction: interaction}) as last
  from clean_interactions
  where interaction_id is not null
  group by customer_id, interaction_id
),

single as (
  select customer_id, last.occurred_at, last.interaction from newest
  union all
  select customer_id, occurred_at, interaction from (
    select distinct customer_id, occurred_at, interaction, channel, reason, status, resolved_at
    from clean_interactions
    where interaction_id is null
  )
)

select
  customer_id,
  count(*) as interactions,
  max(occurred_at) as last_interaction_at,
  count_if(interaction = 'visit') as visits,
  count_if(interaction = 'mail') as mails,
  count_if(interaction = 'ticket') as tickets,
  count_if(interaction = 'complaint') as complaints,
  count_if(interaction not in ('visit', 'mail', 'ticket', 'complaint')) as other_interactions
from single
where occurred_at < $as_of::date + 1 and ($window_start::date is null or occurred_at >= $window_start::date)
group by customer_id
