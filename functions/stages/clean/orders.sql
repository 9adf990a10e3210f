-- Grain: one row per row of the upload, classified by `kind`:
--   purchase, return, undone, void           kept in its customer's bucket
--   walk_in_customer, total_row, …           rejected, bucket -1, by the row's `role` (row-role.ts)
--   missing_customer_id, missing_date, …     rejected, bucket -1; so is an implausibly large line (macros.sql)
--   any of these                             bucket -1 as well if only the whole order decides how it counts: the file has the
--                                            row more than once, its amount is negative, or some of it was refunded
--                                            (settled-orders.sql)
-- A row repaired from quarantine belongs to the upload it was rejected from: `repaired_row` is its row number there,
-- `repaired_by` the upload that repairs it.
-- `rejected_payload` is null except in bucket -1: the row's hash; for a rejected row, its columns as text and, if its currency
-- has no rate, its own amount and currency; for a kept one, what settled-orders.sql needs. As JSON, because a null VARCHAR costs
-- least.
-- Reads: source (each field's value, and its text as `<field>_text`; own_amount, own_refunded, code, rate and exact_below as in
-- order-money.ts), copies (row_hash of rows that occur more than once).
-- Parameters: $buckets integer; $cancellation_numbers boolean: C536379 is a return; $statuses, in lower case, and their
-- $meanings; $sales_stages: in a sales pipeline, only these are sales; $test_words: values of test_mode, in lower case, for tests.
-- $are_returns boolean: every row is a refund, whatever its sign; $discount_words pattern.
-- `unknown_status` is the status of a row that no word explains.
with converted as (
  select
    * exclude (amount, refunded, status),
    if(rate = 1, own_amount, converted_by(own_amount, rate, exact_below)) as amount,
    if(rate = 1, own_refunded, converted_by(own_refunded, rate, exact_below)) as refunded,
    lower(status) as status,
    coalesce(($meanings::varchar[])[list_position($statuses::varchar[], lower(status))], meaning_of_status(status)) as meaning,
    coalesce(list_contains($test_words::varchar[], lower(test_mode)), false) as is_test,
    row_hash in (select row_hash from copies) as copied
  from source
),

classified as (
  select
    *,
    case
      when role = 'total' then 'total_row'
      when role = 'header' then 'repeated_header'
      when role = 'page' then 'page_line'
      when role = 'walk_in' and customer_id is null then 'walk_in_customer'
      when customer_id is null then 'missing_customer_id'
      when is_long_id(customer_id) then 'long_customer_id'
      when ordered_at is null then if(present(ordered_at_text) is null, 'missing_date', 'bad_date')
      when ordered_at < '1900-01-01' or ordered_at >= '2101-01-01' then 'bad_date'
      when quantity is null and present(quantity_text) is not null then 'bad_quantity'
      when own_amount is null then case
        when coalesce(present(amount_text), present(unit_price_text), present(order_total_text)) is null then 'missing_amount'
        when quantity is null and unit_price is not null and present(amount_text) is null then 'missing_quantity'
        else 'bad_amount' end
      when amount is null then if(rate is null, 'foreign_currency', 'bad_amount')
      when own_refunded is null and present(refunded_text) is not null then 'bad_amount'
      when quantity = 0 or is_test or meaning = 'notASale'
        or (len($sales_stages) > 0 and not coalesce(list_contains($sales_stages, status), false)) then 'void'
      when amount < 0 or quantity < 0 or $are_returns::boolean
        or meaning = 'return'
        or ($cancellation_numbers::boolean and starts_with(order_id, 'C') and regexp_full_match(order_id, 'C\d+')) then 'return'
      when meaning = 'voided' then 'undone'
      else 'purchase'
    end as kind
  from converted
),

-- Each step has its own SELECT: DuckDB copies the definition of a column into every expression of the same SELECT that names it,
-- and planning that takes longer than reading a small file.
judged as (
  select
    *,
    kind in ('purchase', 'return', 'undone', 'void') as is_kept,
    -- A piece taken back is a return, unless it is no piece but a coupon.
    coalesce(kind = 'return' and amount < 0 and present(order_id) is not null and not $are_returns::boolean
      and not coalesce(meaning = 'return', false)
      and not ($cancellation_numbers::boolean and regexp_full_match(order_id, 'C\d+')), false) as is_negative_line,
    coalesce(refunded > 0, false) as has_refund
  from classified
),

named as (
  select *, is_negative_line and regexp_matches(lower(coalesce(product, '')), $discount_words) as names_discount from judged
),

weighed as (
  select *, is_negative_line and (names_discount or coalesce(quantity, 1) > 0) as may_be_discount from named
),

placed as (
  select
    *,
    case when is_kept and not (copied or may_be_discount or has_refund)
         then bucket_of(customer_id, $buckets) else -1 end as bucket
  from weighed
),

final as (
  select
    customer_id,
    coalesce(order_id, strftime(ordered_at, '%Y%m%dT%H%M%S')) as order_id,
    ordered_at,
    (case when kind = 'return' then -abs(amount) else amount end)::decimal(18, 4) as amount,
    quantity::decimal(18, 4) as quantity,
    kind,
    null::decimal(18, 4) as refunded,
    product, category, channel, region,
    code as currency,
    if(coalesce(meaning, 'unknown') = 'unknown' and kind in ('purchase', 'return'), left(status, 60), null) as unknown_status,
    is_test,
    upload_id,
    case when repaired_upload is not null then repaired_row end as repaired_row,
    repaired_by,
    row_hash,
    case when bucket = -1 then to_json({
      'row_hash': row_hash,
      'raw': if(is_kept, null, [*columns('^raw_\d+$')]),
      'own_amount': if(kind = 'foreign_currency', own_amount, null),
      'own_currency': if(kind = 'foreign_currency', code, null),
      'may_be_discount': may_be_discount,
      'names_discount': names_discount,
      'refunded': if(has_refund, refunded, null),
      'order_total': if(copied, if(rate = 1, order_total, converted_by(order_total, rate, exact_below)), null)
    })::varchar end as rejected_payload,
    bucket
  from placed
)

select * from final
