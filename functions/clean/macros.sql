-- How text becomes values; the same for every dataset.

-- Text that says something: trimmed, and none of the ways in which exports write "nothing".
create macro present(text) as
  case when list_contains(['', '-', 'null', 'NULL', 'Null', 'None', 'nan', 'NaN', 'N/A', 'n/a', '#N/A'], trim(text)) then null
       else trim(text) end;

create macro bare_money(text) as regexp_replace(text, '[\s¥￥$€£]', '', 'g');

-- 1234.5, 1,234.50, 1234,50, ¥12.00; anything else is no number rather than a guess.
create macro money_of(text) as coalesce(
  try_cast(text as decimal(18, 4)),
  case when regexp_full_match(bare_money(text), '[-+]?\d{1,3}(,\d{3})+(\.\d+)?')
         then try_cast(replace(bare_money(text), ',', '') as decimal(18, 4))
       when regexp_full_match(bare_money(text), '[-+]?\d+,\d{1,2}')
         then try_cast(replace(bare_money(text), ',', '.') as decimal(18, 4))
       else try_cast(bare_money(text) as decimal(18, 4)) end);

-- A day or time in one of the column's patterns, or an instant with its offset brought into the policy's zone.
create macro date_of(text, formats, time_zone) as coalesce(
  -- Reads the same as the pattern, in half the time; longer text has an offset, which this would pass over.
  if(formats[1] like '\%Y-\%m-\%d%' escape '\' and strlen(text) <= 19, try_cast(text as timestamp), null),
  try_strptime(text, formats),
  case when regexp_full_match(trim(text), '.*\d[T ]\d.*(Z|[+-]\d\d:?\d\d)')
       then timezone(time_zone, try_cast(trim(text) as timestamptz)) end);

-- The bucket of a customer, by the text of the id alone: a number by multiplicative hashing (Knuth, The Art of Computer
-- Programming 3, 6.4), for an eighth of what MD5 costs, any other text by MD5. DuckDB's own hash may change between versions.
create macro bucket_of(id, buckets) as (
  coalesce((try_cast(id as ubigint) % 2147483647::ubigint * 2654435769::ubigint) >> 24, md5_number_lower(id)) % buckets::ubigint
)::integer;
