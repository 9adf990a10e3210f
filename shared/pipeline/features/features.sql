-- Grain: one row per customer of the bucket with purchases, returns, interactions or feedback, or only in a customers file.
-- docs/features.md has the unit and formula of each column.
-- Reads: purchases, rhythm, months, holdout, aggregates, favourites, interactions, satisfaction, profiles.
-- Parameters: $as_of date; $unit_days integer, 1 or 7: the unit of x, t_x and t; $trend_days integer; $since date or null, the
-- as-of date of the previous run.
with facts as (
  select * exclude (purchase_days, bought_by_cut)
  from purchases
  left join rhythm using (customer_id)
  left join months using (customer_id)
  left join holdout using (customer_id)
  union all by name
  from aggregates
),

final as (
  select
    customer_id,
    coalesce(orders, 0)::integer as orders,
    ($as_of::date - last_order_at::date)::integer as recency_days,
    coalesce(purchases_total + refunds_total, 0)::decimal(28, 4) as monetary_total,
    case when orders > 0 then coalesce(monetary_mean, round(purchases_total / orders, 4)) end::decimal(28, 4) as monetary_mean,
    coalesce(purchases_total, 0)::decimal(28, 4) as purchases_total,
    round(bought / (x + 1), 4)::decimal(28, 4) as purchase_day_mean,
    yearly_spend::decimal(28, 4) as yearly_spend,
    coalesce(returns_total, 0)::decimal(28, 4) as returns_total,
    coalesce(returned_orders, 0)::integer as returned_orders,
    -- Sold = bought + undone.
    returns_total::double / nullif(purchases_total + returns_total + refunds_total, 0)::double as return_rate,
    first_order_at,
    last_order_at,
    x::integer as x,
    (last_order_at::date - first_order_at::date) / $unit_days::integer as t_x,
    ($as_of::date - first_order_at::date) / $unit_days::integer as t,
    ($as_of::date - first_order_at::date)::integer as tenure_days,
    active_months::integer as active_months,
    days_between_mean,
    days_between_deviation,
    last_order_at::date + round(days_between_mean)::integer as next_order_due_on,
    ($as_of::date - next_order_due_on)::integer as overdue_days,
    coalesce(recent_orders, 0)::integer as recent_orders,
    spend_recent::decimal(28, 4) as spend_recent,
    spend_before::decimal(28, 4) as spend_before,
    if(first_order_at < $as_of::date - $trend_days::integer + 1,
      (spend_recent - spend_before)::double / nullif(spend_recent + spend_before, 0)::double, null) as spend_trend,
    spend_year_ago::decimal(28, 4) as spend_year_ago,
    -- Unknown for customers with totals only; 0 for those who never bought.
    coalesce(orders_since, if($since::date is null or last_order_at is not null, null, 0))::integer as orders_since,
    coalesce(spend_since, if($since::date is null or last_order_at is not null, null, 0))::decimal(28, 4) as spend_since,
    top_month_share,
    holdout,
    coalesce(profiles.region, favourites.region) as region,
    top_category,
    categories::integer as categories,
    top_category_share,
    top_channel,
    channels::integer as channels,
    online_share,
    coalesce(interactions, 0)::integer as interactions,
    last_interaction_at,
    coalesce(visits, 0)::integer as visits,
    coalesce(mails, 0)::integer as mails,
    coalesce(tickets, 0)::integer as tickets,
    coalesce(complaints, 0)::integer as complaints,
    coalesce(other_interactions, 0)::integer as other_interactions,
    satisfaction.last.satisfaction as satisfaction,
    satisfaction_mean,
    coalesce(answers, 0)::integer as satisfaction_answers,
    satisfaction.last.answered_at as last_answer_at,
    customer_type,
    signed_up_at,
    attributes,
    $as_of::date as as_of
  from facts
  full join profiles using (customer_id)
  full join interactions using (customer_id)
  full join satisfaction using (customer_id)
  left join favourites using (customer_id)
)

from final
