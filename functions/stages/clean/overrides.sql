-- Grain: one row per row of the upload. `kind` is override (kept in its customer's bucket) or the reason for rejection (bucket
-- -1); rows that occur more than once in the file are in bucket -1 too. `rejected_payload` is as in orders.sql. `override` is
-- pin, floor, ceiling, or none, which ends an earlier override and needs no tier, reason or author.
-- Reads: source (each field's value and text; upload_id starts with the time of the upload), copies, numbers (row_hash,
-- row_number).
-- Parameters: $buckets integer; $pin, $floor, $ceiling, $none, $lasting lists of words in lower case; $tier_names list of the
-- policy's tiers; $tier_words json list of the names of each tier in lower case.
with first_numbers as (
  select row_hash, min(row_number) as row_number from numbers group by row_hash
),

worded as (
  select
    * exclude (kind, tier, reason, author),
    lower(trim(half_width(kind_text))) as kind_word,
    lower(trim(half_width(tier_text))) as tier_word,
    non_missing(masked(reason_text)) as reason,
    non_missing(masked(regexp_replace(trim(author_text), '^([^\s@]+)@[^\s@]+$', '\1'))) as author,
    list_contains($lasting, lower(trim(expires_on_text))) as is_lasting,
    row_hash in (select row_hash from copies) as copied
  from source
),

interpreted as (
  select
    *,
    case
      when list_contains($pin, kind_word) then 'pin'
      when list_contains($floor, kind_word) then 'floor'
      when list_contains($ceiling, kind_word) then 'ceiling'
      when list_contains($none, kind_word) then 'none'
    end as named_override,
    $tier_names[list_position(list_transform(from_json($tier_words, '[["VARCHAR"]]'), words -> list_contains(words, tier_word)), true)] as named_tier
  from worded
),

final as (
  select
    customer_id,
    named_override as "override",
    case when named_override <> 'none' then named_tier end as tier,
    left(reason, 500) as reason,
    left(author, 200) as author,
    case when named_override <> 'none' and not coalesce(is_lasting, false) and expires_on < '2101-01-01' then expires_on::date end as expires_on,
    try_strptime(left(upload_id::varchar, 18), '%Y%m%dT%H%M%S%g') as set_at,
    row_number,
    case
      when customer_id is null then 'missing_customer_id'
      when is_long_id(customer_id) then 'long_customer_id'
      when coalesce(kind_word, '') = '' then 'missing_kind'
      when named_override is null then 'bad_kind'
      when named_override = 'none' then 'override'
      when present(tier_text) is null then 'missing_tier'
      when named_tier is null then 'bad_tier'
      when reason is null then 'missing_reason'
      when author is null then 'missing_author'
      when expires_on is null and present(expires_on_text) is not null and not is_lasting then 'bad_date'
      when expires_on < '1900-01-01' then 'bad_date'
      else 'override'
    end as kind,
    upload_id,
    case when kind = 'override' and not copied then bucket_of(customer_id, $buckets) else -1 end as bucket,
    row_hash,
    case when bucket = -1 then to_json({'row_hash': row_hash, 'raw': if(kind = 'override', null, [*columns('^raw_\d+$')])})::varchar end as rejected_payload
  from interpreted
  join first_numbers using (row_hash)
)

select * from final
