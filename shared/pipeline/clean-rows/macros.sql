-- How text becomes values; the same for every dataset.

-- What most cells are, told by comparing bytes, at a tenth of what the rules below cost: ASCII that begins with a letter or
-- digit, does not end with a space, and is longer than any word for "nothing" or begins with another letter. The rules leave
-- such text as it is. To be asked as the first condition of a case, and once of a text: that one is checked for a whole batch
-- of rows at a time, and the rest only for rows that it does not hold for.
create macro is_plain(text) as
  (text >= '0' and text < ':'
    or text >= 'A' and text < '[' and (strlen(text) > 6 or text < 'N' or text >= 'O')
    or text >= 'a' and text < '{' and (strlen(text) > 6 or text < 'n' or text >= 'o'))
  and not ends_with(text, ' ') and strlen(text) = length(text);

-- Text that is there: trimmed, and none of the ways in which exports write "nothing" (the variable
-- missing_words, in lower case).
create macro non_missing(text) as
  case when strlen(trim(text)) > 6 or not list_contains(getvariable('missing_words'), lower(trim(text))) then trim(text) end;

create macro present(text) as case when is_plain(text) then text else non_missing(text) end;

-- Only text in which there is something to translate is: the table of characters is made again for every row.
create macro half_width(text) as case
  when not regexp_matches(text, '[\x{A0}\x{2009}\x{202F}\x{2212}\x{3000}\x{FF00}-\x{FFEF}]') then text
  else translate(text,
    '０１２３４５６７８９ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ．，－＋（）：／＿＠＃　   −￥＄',
    '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz.,-+():/_@#    -¥$') end;

-- A code, a number or a date as text: half width, and without what keeps a spreadsheet from reading it as a number, as in
-- '00123 and ="00123". A macro writes its text out wherever its rule names it, to be worked out each time; list_transform gives
-- it a name. Not for a rule with patterns: inside, they are compiled again for every batch of rows.
create macro code_of(text) as
  case when is_plain(text) then text
       when strlen(text) = length(text) and not starts_with(text, '=') and not starts_with(text, '''') then non_missing(text)
       else list_transform([regexp_replace(half_width(trim(text)), '^(="(.*)"|''(.*))$', '\2\3')], code -> non_missing(code))[1] end;

-- The shape of an amount: an optional sign, at most a few letters or a sign of a currency on either side, digits in groups or
-- not, and parentheses or a minus behind for what is owed. All letters are made one first: a pattern that counts letters of any
-- alphabet takes longer to be made than a small file to be read.
create macro is_amount(text) as regexp_full_match(text,
  '(\([^()]*\)|[^()]*)') and regexp_full_match(regexp_replace(text, '\p{L}', 'x', 'g'),
  '\(?\s*[-+]?\s*x{0,4}\p{Sc}?x{0,2}\s*[-+]?\s*(\d{1,3}([,.''’\s]\d{3})+([.,]\d{1,4})?|\d{1,3}(,\d{2})+,\d{3}(\.\d{1,4})?|\d+([.,]\d+)?|[.,]\d+)\s*-?\s*x{0,4}\p{Sc}?\s*\)?');

create macro digits_of(text) as trim(regexp_replace(text, '[^\d.,]', '', 'g'), '');

-- Digits with the given mark before the cents and the other one between thousands; null where they stand otherwise.
create macro decimal_of(digits, mark, other) as
  case when regexp_full_match(digits, '\d*(\' || mark || '\d*)?|\d{1,3}(\' || other || '\d{2,3})*\' || other || '\d{3}(\' || mark || '\d*)?')
       then try_cast(replace(replace(digits, other, ''), mark, '.') as decimal(18, 4)) end;

-- 1234.5, 1,234.50, ¥12.00, (5.00), 5.00-, 1.234,50 where the column's mark before the cents is a comma; anything else is no
-- number rather than a guess. What only one of the two marks can read is read by it, whatever the column's mark.
create macro money_of(text, mark, other) as coalesce(
  case when mark = '.' or not contains(text, '.') then try_cast(text as decimal(18, 4)) end,
  case when text is null then null
       when is_amount(code_of(text))
       then coalesce(
           decimal_of(digits_of(code_of(text)), mark, other),
           decimal_of(digits_of(code_of(text)), other, mark)
         ) * if(regexp_matches(code_of(text), '[-(]'), -1, 1)
       end);

-- What a line of an order can mean: less than 10^12 in money and less than 10^9 pieces, down to the fourth decimal. What is
-- read as one of these and is more is no value, and its row is refused. Both fit into 64 bits, as do products and sums of them
-- that are looked at below.
create type line_amount as decimal(16, 4);
create type line_quantity as decimal(13, 4);

-- Quantity times price, rounded to four decimals; null when a line cannot mean it.
-- The product of two such decimals has eight, and 64 bits end at 10^10 then. A wider type takes a hundred times as long to be
-- rounded, so that large prices are multiplied in two parts: the whole number and the decimals.
create macro product_of(quantity, price) as case
  when abs(quantity) < 1000 and abs(price) < 10000000 then cast(quantity * price as line_amount)
  when abs(quantity::double * price::double) < 1e13 then try_cast(
    quantity * trunc(price)::decimal(12, 0) + (quantity * (price - trunc(price))::decimal(4, 4))::decimal(17, 4) as line_amount)
end;

-- An amount in another currency, rounded to four decimals; null when a line cannot mean it. `exact_below` is what the product
-- has to be below to fit into 64 bits with all the decimals of the rate.
create macro converted_by(amount, rate, exact_below) as case
  when abs(amount::double * rate) < exact_below then try_cast(amount * rate as line_amount)
  when abs(amount::double * rate) < 1e12 then try_cast(amount::decimal(38, 4) * rate as line_amount)
end;

-- A day or time in one of the column's patterns, or an instant with its offset brought into the policy's zone.
create macro date_of(text, formats, time_zone) as coalesce(
  -- Reads the same as the pattern, in half the time; longer text has an offset, which this would pass over.
  if(formats[1] like '\%Y-\%m-\%d%' escape '\' and strlen(text) <= 19, try_cast(text as timestamp), null),
  case when text is not null then coalesce(
    try_strptime(text, formats),
    try_strptime(regexp_replace(code_of(text), '\s+', ' ', 'g'), formats),
    case when regexp_full_match(trim(text), '.*\d[T ]\d.*(Z|[+-]\d\d:?\d\d|[A-Z]{3,4})')
         then timezone(time_zone, try_cast(
           regexp_replace(regexp_replace(trim(text), '\s*(Z|GMT)$', '+00'), '\s+([+-]\d\d):?(\d\d)$', '\1:\2') as timestamptz)) end
  ) end);

-- So many seconds, up to those of three centuries.
create macro seconds_of(number) as to_seconds(round(if(number between 0 and 1e10, number, null)));

-- A date that is a number: so many seconds' units after an origin.
create macro numeric_date_of(text, origin, seconds_per_unit, is_instant, time_zone) as
  case when is_instant
    then timezone(time_zone, timezone('UTC', origin::timestamp + seconds_of(try_cast(code_of(text) as double) * seconds_per_unit)))
    else origin::timestamp + seconds_of(try_cast(code_of(text) as double) * seconds_per_unit) end;

-- A day so many days before another; null where that would be more than two hundred years.
create macro days_ago(day, days) as day - try_cast(if(days between 0 and 73000, days, null) as integer);

-- The bucket of a customer, by the text of the id alone: a number by multiplicative hashing (Knuth, The Art of Computer
-- Programming 3, 6.4), for an eighth of what MD5 costs, any other text by MD5. DuckDB's own hash may change between versions.
create macro bucket_of(id, buckets) as (
  coalesce((try_cast(id as ubigint) % 2147483647::ubigint * 2654435769::ubigint) >> 24, md5_number_lower(id)) % buckets::ubigint
)::integer;

-- HMAC-SHA-256 (RFC 2104) of an id as a person writes it, under the key in the variables inner_pad and outer_pad; an id that
-- is such a hash already stays.
create macro hmac_of(text) as
  case when regexp_full_match(text, 'hmac:[0-9a-f]{32}') then text
       else 'hmac:' || left(sha256(getvariable('outer_pad')::blob || unhex(sha256(getvariable('inner_pad')::blob || encode(lower(text))))), 32) end;

-- Text in which an e-mail, a telephone number or an identity number stands where none is expected, without it.
create macro masked(text) as regexp_replace(regexp_replace(regexp_replace(text,
  '[^\s@,;<>"]+@[^\s@,;<>"]+\.[^\s@,;.<>"]{2,}', '[e-mail]', 'g'),
  '\b[1-9]\d{5}(19|20)\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])\d{3}[\dXx]\b', '[identity number]', 'g'),
  '(\+|\b00)\d[\d\s().-]{7,18}\d|\b1[3-9]\d[ -]?\d{4}[ -]?\d{4}(\.0)?\b', '[telephone]', 'g');

-- A word of an order or a customer; without an e-mail, should one stand there.
create macro word_of(text) as case when not contains(text, '@') then present(text) else non_missing(masked(text)) end;
