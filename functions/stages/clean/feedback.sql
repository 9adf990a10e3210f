-- Grain: one row per row of the upload. `kind` is feedback (kept in its customer's bucket) or the reason for rejection (bucket
-- -1); rows that occur more than once in the file are in bucket -1 too. `repaired_row`, `repaired_by` and `rejected_payload`
-- are as in orders.sql.
-- Reads: source (each field's value and text), copies.
-- Parameters: $buckets integer; $scales json list of scale, lowest and highest; scale is null for rows without a survey name.
with scales as (
  select unnest(from_json($scales, '[{"scale": "VARCHAR", "lowest": "DOUBLE", "highest": "DOUBLE"}]'), max_depth := 2)
),

scored as (
  select
    source.*,
    100 * (score::double - lowest) / (highest - lowest) as satisfaction,
    row_hash in (select row_hash from copies) as copied
  from source
  left join scales on scales.scale is not distinct from source.scale
),

final as (
  select
    customer_id, response_id, answered_at, satisfaction, survey,
    case
      when role = 'total' then 'total_row'
      when role = 'header' then 'repeated_header'
      when role = 'page' then 'page_line'
      when role = 'walk_in' and customer_id is null then 'walk_in_customer'
      when customer_id is null then 'missing_customer_id'
      when is_long_id(customer_id) then 'long_customer_id'
      when answered_at is null then if(present(answered_at_text) is null, 'missing_date', 'bad_date')
      when answered_at < '1900-01-01' or answered_at >= '2101-01-01' then 'bad_date'
      when score is null then if(present(score_text) is null, 'missing_score', 'bad_score')
      when satisfaction is null or satisfaction not between 0 and 100 then 'bad_score'
      else 'feedback'
    end as kind,
    upload_id,
    case when repaired_upload is not null then repaired_row end as repaired_row,
    repaired_by,
    case when kind = 'feedback' and not copied then bucket_of(customer_id, $buckets) else -1 end as bucket,
    row_hash,
    case when bucket = -1 then to_json({'row_hash': row_hash, 'raw': if(kind = 'feedback', null, [*columns('^raw_\d+$')])})::varchar end as rejected_payload
  from scored
)

select * from final
