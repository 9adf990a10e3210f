-- Grain: one row per row of the upload. `kind` is interaction (kept in its customer's bucket) or the reason for rejection
-- (bucket -1); rows that occur more than once in the file are in bucket -1 too. `repaired_row`, `repaired_by` and
-- `rejected_payload` are as in orders.sql.
-- Reads: source (each field's value and text), copies.
-- Parameters: $buckets integer; $complaint, $ticket, $mail, $visit patterns of names of interactions; $file_kind varchar, the
-- name of the file, for rows without a kind.
with named as (
  select
    * exclude (kind),
    lower(coalesce(kind, $file_kind::varchar)) as word,
    row_hash in (select row_hash from copies) as copied
  from source
),

final as (
  select
    customer_id, interaction_id, occurred_at,
    case
      when regexp_matches(word, $complaint) then 'complaint'
      when regexp_matches(word, $ticket) then 'ticket'
      when regexp_matches(word, $mail) then 'mail'
      when regexp_matches(word, $visit) then 'visit'
      else 'other'
    end as interaction,
    channel, reason, status, resolved_at,
    case
      when role = 'total' then 'total_row'
      when role = 'header' then 'repeated_header'
      when role = 'page' then 'page_line'
      when role = 'walk_in' and customer_id is null then 'walk_in_customer'
      when customer_id is null then 'missing_customer_id'
      when is_long_id(customer_id) then 'long_customer_id'
      when occurred_at is null then if(present(occurred_at_text) is null, 'missing_date', 'bad_date')
      when occurred_at < '1900-01-01' or occurred_at >= '2101-01-01' then 'bad_date'
      else 'interaction'
    end as kind,
    upload_id,
    case when repaired_upload is not null then repaired_row end as repaired_row,
    repaired_by,
    case when kind = 'interaction' and not copied then bucket_of(customer_id, $buckets) else -1 end as bucket,
    row_hash,
    case when bucket = -1 then to_json({'row_hash': row_hash, 'raw': if(kind = 'interaction', null, [*columns('^raw_\d+$')])})::varchar end as rejected_payload
  from named
)

select * from final
