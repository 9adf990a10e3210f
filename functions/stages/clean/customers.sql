-- Grain: one row per row of the upload. `kind` is profile (kept in its customer's bucket) or the reason for rejection (bucket
-- -1); rows that occur more than once in the file are in bucket -1 too. `rejected_payload` is as in orders.sql.
-- Order totals aggregated before the export have columns such as `orders`; times without a date count back from $today.
-- Reads: source (each field's value and text; `attributes` holds the other columns as JSON), copies, numbers (row_hash,
-- row_number).
-- Parameters: $buckets integer; $today date; $unit_days integer, the unit of x, t_x and t.
with first_numbers as (
  select row_hash, min(row_number) as row_number from numbers group by row_hash
),

-- A summary for a spend model has the mean of repeat purchases: 0 without any, which says nothing of the first.
counted as (
  select
    * exclude (orders, monetary_mean),
    if(x = 0 and t_x is not null and monetary_mean = 0, null, monetary_mean) as monetary_mean,
    try_cast(coalesce(orders, x + 1) as integer) as orders,
    t::decimal(28, 4) * $unit_days::integer as tenure_days,
    t_x::decimal(28, 4) * $unit_days::integer as span_days
  from source
),

dated as (
  select
    * exclude (last_order_at, first_order_at),
    coalesce(
      last_order_at,
      days_ago($today::date, recency_days),
      days_ago($today::date, tenure_days - coalesce(span_days, 0))
    )::timestamp as last_order_at,
    coalesce(first_order_at, days_ago($today::date, tenure_days))::timestamp as first_order_at,
    coalesce(monetary_total, try_cast(monetary_mean::decimal(28, 4) * orders as decimal(18, 4))) as total,
    row_hash in (select row_hash from copies) as copied
  from counted
),

final as (
  select
    customer_id, signed_up_at, region, customer_type, attributes, row_number,
    orders,
    total as monetary_total,
    -- Divided as doubles: the largest totals would overflow a DECIMAL division.
    coalesce(monetary_mean, if(orders = 1, monetary_total, (monetary_total / nullif(orders, 0))::decimal(18, 4))) as monetary_mean,
    first_order_at, last_order_at, try_cast(x as integer) as x, t_x::double as t_x, t::double as t,
    case
      when role = 'total' then 'total_row'
      when role = 'header' then 'repeated_header'
      when role = 'page' then 'page_line'
      when role = 'walk_in' and customer_id is null then 'walk_in_customer'
      when customer_id is null then 'missing_customer_id'
      when is_long_id(customer_id) then 'long_customer_id'
      when (monetary_total is null and present(monetary_total_text) is not null)
        or (monetary_mean is null and present(monetary_mean_text) is not null and x is distinct from 0)
        or (total is null and monetary_mean is not null and orders is not null)
        or monetary_total < 0 and orders = 0 then 'bad_amount'
      when signed_up_at is null and present(signed_up_at_text) is not null then 'bad_date'
      when (last_order_at is null and present(last_order_at_text) is not null)
        or (first_order_at is null and present(first_order_at_text) is not null) then 'bad_order_date'
      when orders is null and coalesce(present(orders_text), present(x_text)) is not null or orders < 0
        or least(x, t_x, t, recency_days) < 0 or t_x > t or x <> trunc(x) or (x = 0 and t_x > 0)
        or greatest(orders, x) >= 1000000000 or greatest(recency_days, tenure_days, span_days) > 73000 then 'bad_number'
      else 'profile'
    end as kind,
    upload_id,
    case when kind = 'profile' and not copied then bucket_of(customer_id, $buckets) else -1 end as bucket,
    row_hash,
    case when bucket = -1 then to_json({'row_hash': row_hash, 'raw': if(kind = 'profile', null, [*columns('^raw_\d+$')])})::varchar end as rejected_payload
  from dated
  join first_numbers using (row_hash)
)

select * from final
