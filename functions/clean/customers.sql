-- Grain: one row per row of the upload, with what it is in `kind`: profile, kept in the bucket of its customer, or why it is
-- refused, in bucket -1; there too when the file holds the row more than once. `aside` is as in orders.sql.
-- Reads: source (the upload's columns under canonical names, as text; `attributes` holds the others as JSON), copies,
--   numbers (row_hash, row_number).
-- Parameters: as in orders.sql.
with first_numbers as (
  select row_hash, min(row_number) as row_number from numbers group by row_hash
),

converted as (
  select
    case when $ids_as_floats::boolean then regexp_extract(present(customer_id), '^\d+') else present(customer_id) end
      as customer_id,
    date_of(signed_up_at, $formats, $time_zone::varchar) as signed_up_at,
    present(region) as region,
    present(customer_type) as customer_type,
    attributes,
    row_hash,
    row_hash in (select row_hash from copies) as copied,
    columns('^raw_\d+$')
  from source
),

final as (
  select
    customer_id, signed_up_at, region, customer_type, attributes, row_number,
    case when customer_id is null then 'missing_customer_id' else 'profile' end as kind,
    $upload_id::varchar as upload_id,
    case when kind = 'profile' and not copied then bucket_of(customer_id, $buckets) else -1 end as bucket,
    case when bucket = -1 then {'row_hash': row_hash, 'raw': [*columns('^raw_\d+$')]} end as aside
  from converted
  join first_numbers using (row_hash)
)

select * from final
