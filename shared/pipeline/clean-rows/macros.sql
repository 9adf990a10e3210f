-- Conversion of text to values, for all datasets.

-- Recognises most cells by comparing bytes, at a tenth of the cost of the rules below: ASCII that starts with a letter or
-- digit, does not end with a space or a tab, and is longer than any missing-value word or starts with another letter. The rules leave
-- such text unchanged. Use it as the first condition of a CASE and once per text: DuckDB evaluates that condition for a whole
-- batch of rows, and the rest only for the remaining rows.
create macro is_plain(text) as
  (text >= '0' and text < ':'
    or text >= 'A' and text < '[' and (strlen(text) > 6 or text < 'N' or text >= 'O')
    or text >= 'a' and text < '{' and (strlen(text) > 6 or text < 'n' or text >= 'o'))
  and not ends_with(text, ' ') and not ends_with(text, chr(9)) and strlen(text) = length(text);

create macro trimmed(text) as regexp_replace(text, '^[\t\n\f\r\p{Z}]+|[\t\n\f\r\p{Z}]+$', '', 'g');

-- Text without characters that nobody sees: soft hyphens, zero-width spaces and joiners, marks of direction, byte order marks.
create macro visible(text) as case
  when not regexp_matches(text, '[\x{AD}\x{200B}-\x{200F}\x{202A}-\x{202E}\x{2060}-\x{2069}\x{FEFF}]') then text
  else regexp_replace(text, '[\x{AD}\x{200B}-\x{200F}\x{202A}-\x{202E}\x{2060}-\x{2069}\x{FEFF}]', '', 'g') end;

-- A macro substitutes its argument at every use, where it is planned and evaluated anew; list_transform binds it to a name. Patterns
-- belong outside a lambda or in its rare branches: inside, they are compiled again for every batch of rows.

-- Trims text; null for words that mean "missing" (the variable missing_words, in lower case).
create macro non_missing(text) as list_transform([trimmed(text)],
  word -> case when strlen(word) > 6 or not list_contains(getvariable('missing_words'), lower(word)) then word end)[1];

create macro present(text) as case when is_plain(text) then text else non_missing(text) end;

-- Translates only text that needs it: translate() rebuilds its character table for every row.
create macro half_width(text) as case
  when not regexp_matches(text, '[\x{A0}\x{2009}\x{202F}\x{2212}\x{3000}\x{FF00}-\x{FFEF}]') then text
  else translate(text,
    '０１２３４５６７８９ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ．，－＋（）：／＿＠＃　   −￥＄',
    '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz.,-+():/_@#    -¥$') end;

-- A code, number or date as half-width text, without characters that nobody sees and without what prevents a spreadsheet from reading it as a number, as in '00123 and
-- ="00123". An apostrophe before a formula is part of the code here: reading an upload has removed the one that Strata adds
-- (spreadsheet-cells.ts). The result is a fixed point, so that an id from an exported file remains itself.
create macro code_of(text) as
  case when is_plain(text) then text
       when strlen(text) = length(text) and not starts_with(text, '=') and not starts_with(text, '''') then non_missing(text)
       else list_transform([regexp_replace(half_width(trimmed(visible(text))), '^(="\s*(|[^=''\s].*)"|''\s*(|[^=''\s+@-].*))$', '\2\3')], code -> non_missing(code))[1] end;

create macro digits_of(text) as trim(regexp_replace(text, '[^\d.,]', '', 'g'), '');

-- Digits with the given decimal mark and the other one as thousands separator; null in any other format.
create macro decimal_of(digits, mark, other) as
  case when regexp_full_match(digits, '\d*(\' || mark || '\d*)?|\d{1,3}(\' || other || '\d{2,3})*\' || other || '\d{3}(\' || mark || '\d*)?')
       then try_cast(replace(replace(digits, other, ''), mark, '.') as decimal(28, 10)) end;

-- Digits of a telephone number, possibly with + or 00 before them, in the form of phone_of.
create macro e164_of(digits, calling_code, trunk) as case
  when regexp_full_match(digits, '(\+?86|0086)?1[3-9]\d{9}') and (calling_code in ('', '86') or not regexp_full_match(digits, '1\d{10}')) then right(digits, 11)
  when starts_with(digits, '+') then digits
  when starts_with(digits, '00') then '+' || digits[3:]
  when calling_code = '' then digits
  when starts_with(digits, calling_code) and length(digits) - length(calling_code) >= 8 and not (trunk <> '' and starts_with(digits, trunk)) then '+' || digits
  else '+' || calling_code || regexp_replace(digits, '^' || trunk, '') end;

-- A telephone number in one form, whatever its separators: E.164 with +, except that a mobile number of mainland China has its 11
-- digits, and a national number without a known calling code has its own. Any other text stays.
create macro phone_of(text, calling_code, trunk) as case
  when not regexp_full_match(text, '(\+|00)?[\d\s().\x{2010}-\x{2015}/-]{7,24}') then text
  else list_transform([regexp_replace(text, '\(0\)|\.0$|[^\d+]', '', 'g')], digits -> e164_of(digits, calling_code, trunk))[1] end;

-- The value of an amount from its parts (amount-pattern.ts); null without digits, with one of two parentheses, and if a sign
-- and a ledger's mark may cancel each other out. Digits that only one of the two marks can explain are read by that mark,
-- whatever the column uses.
create macro value_of_parts(part, mark, other) as case
  when part.body = '' or (part.open = '') <> (part.close = '') then null
  when part.ledger <> '' and (part.sign_1 || part.sign_2 || part.sign_3 <> ''
    or lower(part.ledger) = 'cr' and list_contains(['₹', 'RS', 'INR'], upper(coalesce(nullif(part.currency_1, ''), part.currency_4)))) then null
  else try_cast(
    coalesce(decimal_of(digits_of(part.body), mark, other), decimal_of(digits_of(part.body), other, mark))
      * if(part.scale_1 || part.scale_2 = '', 1, factor_of(lower(part.scale_1 || part.scale_2)))
      as decimal(18, 4))
    * if(part.open || replace(part.sign_1 || part.sign_2 || part.sign_3, '+', '') <> '' or is_credit(lower(part.ledger)), -1, 1)
  end;

-- Parses 1234.5, 1,234.50, ¥12.00, 1.2万, 30.00 CR, (5.00), 5.00-, and 1.234,50 if the column uses a decimal comma; null for
-- anything else rather than a guess.
create macro money_of(text, mark, other) as coalesce(
  case when mark = '.' or not contains(text, '.') then try_cast(text as decimal(18, 4)) end,
  case when text is null then null
       else list_transform([parts_of_money(code_of(text))], part -> value_of_parts(part, mark, other))[1] end);

-- The same for a number, which may have a unit of pieces or days behind it.
create macro number_of(text, mark, other) as coalesce(
  case when mark = '.' or not contains(text, '.') then try_cast(text as decimal(18, 4)) end,
  case when text is null then null
       else list_transform([parts_of_number(code_of(text))], part -> value_of_parts(part, mark, other))[1] end);

-- The currency word or sign beside an amount; empty without one.
create macro currency_of(text) as list_transform([parts_of_money(code_of(text))],
  part -> part.currency_1 || part.currency_2 || part.currency_3 || part.currency_4)[1];

-- Plausible values of an order line: less than 10^12 in money and less than 10^9 pieces, with four decimals. Larger values
-- become null, and the row is rejected. Both types fit into 64 bits, as do the products and sums computed below.
create type line_amount as decimal(16, 4);
create type line_quantity as decimal(13, 4);

-- Quantity times price, rounded to four decimals; null if implausible for a line.
-- The product has eight decimals, so 64 bits overflow at 10^10. Rounding a wider type takes a hundred times as long, so large
-- prices are multiplied in two parts: whole number and decimals.
create macro product_of(quantity, price) as case
  when abs(quantity) < 1000 and abs(price) < 10000000 then cast(quantity * price as line_amount)
  when abs(quantity::double * price::double) < 1e13 then try_cast(
    quantity * trunc(price)::decimal(12, 0) + (quantity * (price - trunc(price))::decimal(4, 4))::decimal(17, 4) as line_amount)
end;

-- A converted amount, rounded to four decimals; null if implausible for a line. `exact_below` is the limit up to which the
-- product fits into 64 bits with all decimals of the rate.
create macro converted_by(amount, rate, exact_below) as case
  when abs(amount::double * rate) < exact_below then try_cast(amount * rate as line_amount)
  when abs(amount::double * rate) < 1e12 then try_cast(amount::decimal(38, 4) * rate as line_amount)
end;

-- A date or time without what strptime does not read: weekdays, marks of the half day in words, a zone's name in parentheses.
create macro date_text(text) as trim(regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(
  code_of(text),
  '^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,? +| ?[(（]?(?:星期|周|週|礼拜)[一二三四五六日天][)）]?| \([A-Za-z ]+\)$', ' ', 'gi'),
  ' ?(?:上午|凌晨|早上|早晨|午前|오전) ?(\d{1,2}:\d{2}(?::\d{2})?)', ' \1 AM'),
  ' ?(?:下午|晚上|中午|傍晚|午後|오후) ?(\d{1,2}:\d{2}(?::\d{2})?)', ' \1 PM'),
  '(\d) ?([ap])\.?m\.?( |$)', '\1 \2m\3', 'i'),
  '^ ?([A-Za-z]{3} \d{1,2}) (\d{2}:\d{2}:\d{2}) ([A-Z]{3,4}) (\d{4})$', '\1 \4 \2 \3'),
  '(^|[^:\d])(1[3-9]|2[0-3])(:\d{2}(?::\d{2})?) [AaPp][Mm]|\s+', '\1\2\3 ', 'g'));

-- The zone behind the time of a date_text; empty without one.
create macro zone_of(date) as
  regexp_extract(date, ':\d{2}(?:[.,]\d+)?(?: ?[APap][Mm])? ?((?:[A-Za-z]{1,5})?(?:[+-]\d{1,2}(?::?\d{2})?)?)$', 1);
create macro without_zone(date) as
  regexp_replace(date, '(:\d{2}(?:[.,]\d+)?(?: ?[APap][Mm])?) ?((?:[A-Za-z]{1,5})?(?:[+-]\d{1,2}(?::?\d{2})?)?)$', '\1');

-- Minutes of a zone ahead of UTC, such as PDT, GMT+8 or +0530; null for an unknown name.
create macro minutes_of(zone, time_zone) as
  if(regexp_matches(zone, '^[A-Za-z]'), minutes_of_name(upper(regexp_extract(zone, '^[A-Za-z]+')), time_zone), 0)
  + if(regexp_matches(zone, '[+-]'),
      if(contains(zone, '-'), -1, 1)
      * (60 * regexp_extract(zone, '[+-](\d{1,2}?):?(\d{2})?$', 1)::integer + coalesce(try_cast(regexp_extract(zone, '[+-](\d{1,2}?):?(\d{2})?$', 2) as integer), 0)),
      0);

-- A date in one of the formats, with the zone of its own time, in the policy's time zone.
create macro zoned_date_of(date, formats, time_zone) as
  if(zone_of(date) = '', try_strptime(date, formats),
    timezone(time_zone, timezone('UTC', try_strptime(without_zone(date), formats) - to_minutes(minutes_of(zone_of(date), time_zone)))));

-- A date or time in one of the column's formats, or an instant with an offset, converted to the policy's time zone.
create macro date_of(text, formats, time_zone) as coalesce(
  -- Same result as the pattern in half the time; longer text has an offset, which this would ignore.
  if(formats[1] like '\%Y-\%m-\%d%' escape '\' and strlen(text) <= 19, try_cast(text as timestamp), null),
  case when text is not null then coalesce(
    try_strptime(text, formats),
    case when regexp_full_match(trim(text), '\d{4}-\d\d-\d\d[T ]\d.*(Z|[+-]\d\d:?\d\d)')
         then timezone(time_zone, try_cast(
           regexp_replace(regexp_replace(trim(text), '\s*Z$', '+00'), '\s+([+-]\d\d):?(\d\d)$', '\1:\2') as timestamptz)) end,
    list_transform([date_text(text)], date -> zoned_date_of(date, formats, time_zone))[1]
  ) end);

-- A date of another calendar with its year in ours; `pattern` has what is before the year, the year and what follows it.
create macro with_western_year(text, pattern, years) as
  regexp_replace(text, pattern, '\1' || (try_cast(regexp_extract(text, pattern, 2) as integer) + years)::varchar || '\3');

-- An interval in seconds, up to three centuries.
create macro seconds_of(number) as to_seconds(round(if(number between 0 and 1e10, number, null)));

-- A numeric date: a number of units since an origin.
create macro numeric_date_of(text, origin, seconds_per_unit, is_instant, time_zone) as
  case when is_instant
    then timezone(time_zone, timezone('UTC', origin::timestamp + seconds_of(try_cast(code_of(text) as double) * seconds_per_unit)))
    else origin::timestamp + seconds_of(try_cast(code_of(text) as double) * seconds_per_unit) end;

-- The date a number of days earlier; null beyond two hundred years.
create macro days_ago(day, days) as day - try_cast(if(days between 0 and 73000, days, null) as integer);

-- The bucket of a customer by id: multiplicative hashing of a number (Knuth, The Art of Computer Programming 3, 6.4), which
-- costs an eighth of MD5; MD5 for any other text. DuckDB's own hash may change between versions.
create macro bucket_of(id, buckets) as (
  coalesce((try_cast(id as ubigint) % 2147483647::ubigint * 2654435769::ubigint) >> 24, md5_number_lower(id)) % buckets::ubigint
)::integer;

-- HMAC-SHA-256 (RFC 2104) of an id in lower case, with the key in the variables inner_pad and outer_pad; an id that is already
-- such a hash stays.
create macro hmac_of(text) as
  case when regexp_full_match(text, 'hmac:[0-9a-f]{32}') then text
       else 'hmac:' || left(sha256(getvariable('outer_pad')::blob || unhex(sha256(getvariable('inner_pad')::blob || encode(lower(text))))), 32) end;
