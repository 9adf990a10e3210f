-- Grain: one row per row of the upload, with what it is in `kind`.
--   purchase, return, undone, void           kept, in the bucket of their customer
--   missing_customer_id, missing_date, …     refused, all in bucket -1
--   any of these                             in bucket -1 too when the file holds the row more than once
-- `aside` is null but in bucket -1: the row's hash and its columns as text.
-- Reads: source (the upload's columns under canonical names, as text), copies (row_hash of rows that are there again).
-- Parameters: $buckets integer; $formats list of strptime patterns; $time_zone IANA name, the zone of days;
--   $ids_as_floats boolean, every id is written like 17850.0; $cancellation_numbers boolean, C536379 is a return;
--   $void_words, $return_words, $undone_words lists, lower case; $upload_id varchar.
with converted as (
  select
    case when $ids_as_floats::boolean then regexp_extract(present(customer_id), '^\d+') else present(customer_id) end
      as customer_id,
    present(order_id) as order_id,
    date_of(ordered_at, $formats, $time_zone::varchar) as ordered_at,
    ordered_at as date_text,
    case when present(amount) is not null or quantity is null then money_of(amount)
         else cast(money_of(quantity) * money_of(unit_price) as decimal(18, 4)) end as amount,
    coalesce(present(amount), unit_price) as amount_text,
    money_of(quantity) as quantity,
    lower(present(status)) as status,
    present(product) as product,
    present(category) as category,
    present(channel) as channel,
    present(region) as region,
    upper(present(currency)) as currency,
    row_hash,
    row_hash in (select row_hash from copies) as copied,
    columns('^raw_\d+$')
  from source
),

judged as (
  select
    *,
    case
      when customer_id is null then 'missing_customer_id'
      when ordered_at is null then if(present(date_text) is null, 'missing_date', 'bad_date')
      when ordered_at < '1900-01-01' or ordered_at >= '2101-01-01' then 'bad_date'
      when amount is null then if(present(amount_text) is null, 'missing_amount', 'bad_amount')
      when quantity = 0 or list_contains($void_words, status) then 'void'
      when amount < 0 or quantity < 0
        or list_contains($return_words, status)
        or ($cancellation_numbers::boolean and starts_with(order_id, 'C') and regexp_full_match(order_id, 'C\d+')) then 'return'
      when list_contains($undone_words, status) then 'undone'
      else 'purchase'
    end as kind,
    case when kind in ('purchase', 'return', 'undone', 'void') and not copied
         then bucket_of(customer_id, $buckets) else -1 end as bucket
  from converted
),

final as (
  select
    customer_id,
    coalesce(order_id, strftime(ordered_at, '%Y%m%dT%H%M%S')) as order_id,
    ordered_at,
    case when kind = 'return' then -abs(amount) else amount end as amount,
    quantity,
    kind,
    product, category, channel, region, currency,
    $upload_id::varchar as upload_id,
    case when bucket = -1 then {'row_hash': row_hash, 'raw': [*columns('^raw_\d+$')]} end as aside,
    bucket
  from judged
)

select * from final
