-- Grain: one row per row of the upload, with what became of it in `kind`.
--   purchase, return, undone, void                      kept, dealt into the bucket of their customer
--   duplicate, missing_customer_id, missing_date, …     not kept, all in bucket -1
-- Reads: source (the upload's columns under canonical names, as text), duplicates (row_hash, first_row).
-- Parameters: $buckets integer; $formats list of strptime patterns; $time_zone IANA name, the zone of days;
--   $ids_as_floats boolean, every id is written like 17850.0; $cancellation_numbers boolean, C536379 is a return;
--   $void_words, $return_words, $undone_words lists, lower case; $upload_id varchar.
with converted as (
  select
    row_number,
    row_hash,
    case when $ids_as_floats::boolean then regexp_extract(present(customer_id), '^\d+') else present(customer_id) end
      as customer_id,
    present(order_id) as order_id,
    present(ordered_at) is not null as has_date,
    date_of(ordered_at, $formats, $time_zone::varchar) as ordered_at,
    coalesce(present(amount), present(unit_price)) is not null as has_amount,
    case when present(amount) is not null or quantity is null then money_of(amount)
         else cast(money_of(quantity) * money_of(unit_price) as decimal(18, 4)) end as amount,
    money_of(quantity) as quantity,
    lower(present(status)) as status,
    product, category, channel, region, currency
  from source
),

judged as (
  select
    *,
    case
      when duplicates.row_hash is not null and row_number <> first_row then 'duplicate'
      when customer_id is null then 'missing_customer_id'
      when not has_date then 'missing_date'
      when ordered_at is null or year(ordered_at) not between 1900 and 2100 then 'bad_date'
      when not has_amount then 'missing_amount'
      when amount is null then 'bad_amount'
      when quantity = 0 or list_contains($void_words, status) then 'void'
      when amount < 0 or quantity < 0
        or list_contains($return_words, status)
        or ($cancellation_numbers::boolean and regexp_full_match(order_id, 'C\d+')) then 'return'
      when list_contains($undone_words, status) then 'undone'
      else 'purchase'
    end as kind
  from converted
  left join duplicates using (row_hash)
),

final as (
  select
    customer_id,
    coalesce(order_id, strftime(ordered_at, '%Y%m%dT%H%M%S')) as order_id,
    ordered_at,
    case when kind = 'return' then -abs(amount) else amount end as amount,
    quantity,
    kind,
    present(product) as product,
    present(category) as category,
    present(channel) as channel,
    present(region) as region,
    upper(present(currency)) as currency,
    row_number,
    $upload_id::varchar as upload_id,
    case when kind in ('purchase', 'return', 'undone', 'void')
         then (md5_number_lower(customer_id) % $buckets::ubigint)::integer else -1 end as bucket
  from judged
)

select * from final
