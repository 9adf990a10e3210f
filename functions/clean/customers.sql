-- Grain: one row per row of the upload, with what became of it in `kind`: profile, or why it was not kept (bucket -1).
-- Reads: source (the upload's columns under canonical names, as text; `attributes` holds the others as JSON), duplicates.
-- Parameters: as in orders.sql.
with converted as (
  select
    row_number,
    row_hash,
    case when $ids_as_floats::boolean then regexp_extract(present(customer_id), '^\d+') else present(customer_id) end
      as customer_id,
    date_of(signed_up_at, $formats, $time_zone::varchar) as signed_up_at,
    present(region) as region,
    present(customer_type) as customer_type,
    attributes
  from source
),

final as (
  select
    customer_id, signed_up_at, region, customer_type, attributes, row_number,
    case
      when duplicates.row_hash is not null and row_number <> first_row then 'duplicate'
      when customer_id is null then 'missing_customer_id'
      else 'profile'
    end as kind,
    $upload_id::varchar as upload_id,
    case when kind = 'profile' then (md5_number_lower(customer_id) % $buckets::ubigint)::integer else -1 end as bucket
  from converted
  left join duplicates using (row_hash)
)

select * from final
