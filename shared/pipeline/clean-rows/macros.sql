-- Conversion of text to values, for all datasets.

-- Recognises most cells by comparing bytes, at a tenth of the cost of the rules below: ASCII that starts with a letter or
-- digit, does not end with a space, and is longer than any missing-value word or starts with another letter. The rules leave
-- such text unchanged. Use it as the first condition of a CASE and once per text: DuckDB evaluates that condition for a whole
-- batch of rows, and the rest only for the remaining rows.
create macro is_plain(text) as
  (text >= '0' and text < ':'
    or text >= 'A' and text < '[' and (strlen(text) > 6 or text < 'N' or text >= 'O')
    or text >= 'a' and text < '{' and (strlen(text) > 6 or text < 'n' or text >= 'o'))
  and not ends_with(text, ' ') and strlen(text) = length(text);

-- Trims text; null for words that mean "missing" (the variable missing_words, in lower case).
create macro non_missing(text) as
  case when strlen(trim(text)) > 6 or not list_contains(getvariable('missing_words'), lower(trim(text))) then trim(text) end;

create macro present(text) as case when is_plain(text) then text else non_missing(text) end;

-- Translates only text that needs it: translate() rebuilds its character table for every row.
create macro half_width(text) as case
  when not regexp_matches(text, '[\x{A0}\x{2009}\x{202F}\x{2212}\x{3000}\x{FF00}-\x{FFEF}]') then text
  else translate(text,
    '０１２３４５６７８９ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ．，－＋（）：／＿＠＃　   −￥＄',
    '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz.,-+():/_@#    -¥$') end;

-- A code, number or date as half-width text, without what prevents a spreadsheet from reading it as a number, as in '00123 and
-- ="00123". An apostrophe before a formula is part of the code here: reading an upload has removed the one that Strata adds
-- (spreadsheet-cells.ts). The result is a fixed point, so that an id from an exported file remains itself.
-- A macro substitutes its argument at every use, which is then evaluated each time; list_transform binds it to a name. Do not
-- use that for rules with patterns: inside a lambda they are compiled again for every batch of rows.
create macro code_of(text) as
  case when is_plain(text) then text
       when strlen(text) = length(text) and not starts_with(text, '=') and not starts_with(text, '''') then non_missing(text)
       else list_transform([regexp_replace(half_width(trim(text)), '^(="\s*(|[^=''\s].*)"|''\s*(|[^=''\s+@-].*))$', '\2\3')], code -> non_missing(code))[1] end;

-- The format of an amount: an optional sign, up to four letters or a currency sign on either side, digits with or without
-- grouping, and parentheses or a trailing minus for negative amounts. All letters are replaced by one first: compiling a
-- pattern that counts letters of any alphabet takes longer than reading a small file.
create macro is_amount(text) as regexp_full_match(text,
  '(\([^()]*\)|[^()]*)') and regexp_full_match(regexp_replace(text, '\p{L}', 'x', 'g'),
  '\(?\s*[-+]?\s*x{0,4}\p{Sc}?x{0,2}\s*[-+]?\s*(\d{1,3}([,.''’\s]\d{3})+([.,]\d{1,4})?|\d{1,3}(,\d{2})+,\d{3}(\.\d{1,4})?|\d+([.,]\d+)?|[.,]\d+)\s*-?\s*x{0,4}\p{Sc}?\s*\)?');

create macro digits_of(text) as trim(regexp_replace(text, '[^\d.,]', '', 'g'), '');

-- Digits with the given decimal mark and the other one as thousands separator; null in any other format.
create macro decimal_of(digits, mark, other) as
  case when regexp_full_match(digits, '\d*(\' || mark || '\d*)?|\d{1,3}(\' || other || '\d{2,3})*\' || other || '\d{3}(\' || mark || '\d*)?')
       then try_cast(replace(replace(digits, other, ''), mark, '.') as decimal(18, 4)) end;

-- Parses 1234.5, 1,234.50, ¥12.00, (5.00), 5.00-, and 1.234,50 if the column uses a decimal comma; null for anything else
-- rather than a guess. Text that only one of the two marks can explain is parsed by that mark, whatever the column uses.
create macro money_of(text, mark, other) as coalesce(
  case when mark = '.' or not contains(text, '.') then try_cast(text as decimal(18, 4)) end,
  case when text is null then null
       when is_amount(code_of(text))
       then coalesce(
           decimal_of(digits_of(code_of(text)), mark, other),
           decimal_of(digits_of(code_of(text)), other, mark)
         ) * if(regexp_matches(code_of(text), '[-(]'), -1, 1)
       end);

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

-- A date or time in one of the column's formats, or an instant with an offset, converted to the policy's time zone.
create macro date_of(text, formats, time_zone) as coalesce(
  -- Same result as the pattern in half the time; longer text has an offset, which this would ignore.
  if(formats[1] like '\%Y-\%m-\%d%' escape '\' and strlen(text) <= 19, try_cast(text as timestamp), null),
  case when text is not null then coalesce(
    try_strptime(text, formats),
    try_strptime(regexp_replace(code_of(text), '\s+', ' ', 'g'), formats),
    case when regexp_full_match(trim(text), '.*\d[T ]\d.*(Z|[+-]\d\d:?\d\d|[A-Z]{3,4})')
         then timezone(time_zone, try_cast(
           regexp_replace(regexp_replace(trim(text), '\s*(Z|GMT)$', '+00'), '\s+([+-]\d\d):?(\d\d)$', '\1:\2') as timestamptz)) end
  ) end);

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

-- Whether a text may hold what the rules below mask: at least seven digits, an e-mail address, a label or a title. Most cells
-- of products, categories and regions do not, and one pattern is all that they cost.
create macro may_identify(text) as regexp_matches(text,
  '@|\d[\d\s().-]{7}|\[(?:telephone|e-mail|identity number)\]|联系人|联络人|收货人|收件人|寄件人|发件人|寄货人|签收人|订货人|付款人|经办人|监护人|真实姓名|姓名|客户名|买家|聯繫人|聯絡人|收貨人|收件者|寄件者|先生|女士|小姐|太太|(?:Mr|Mrs|Ms|Mx|Dr|Prof|MR|MRS|Herr|Frau|Mme)[. \t]|[Nn]ame[ \t]*[:：]|(?:[Cc]ontact(?: [Pp]erson| [Nn]ame)?|[Rr]ecipient|[Rr]eceiver|[Cc]onsignee|[Aa]ttn|[Aa]ttention|[Bb]uyer|[Cc]ustomer [Nn]ame|(?:[Ff]irst|[Ll]ast|[Ff]ull) [Nn]ame|[Ss]hip [Tt]o|[Dd]eliver [Tt]o|[Cc]/[Oo]|[Aa]nsprechpartner(?:in)?|[Nn]ombre|[Nn]om)[ \t]*[:：]');

-- Masks e-mail addresses, telephone numbers and identity numbers.
create macro with_masked_numbers(text) as regexp_replace(regexp_replace(regexp_replace(text,
  '[^\s@,;<>"]+@[^\s@,;<>"]+\.[^\s@,;.<>"]{2,}', '[e-mail]', 'g'),
  '\b[1-9]\d{5}(19|20)\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])\d{3}[\dXx]\b', '[identity number]', 'g'),
  '(\+|\b00)\d[\d\s().-]{7,18}\d|\b1[3-9]\d[ -]?\d{4}[ -]?\d{4}(\.0)?\b|\b0\d{2,3}-\d{7,8}\b|\(\d{3}\)[ ]?\d{3}[ .-]\d{4}\b|\b\d{3}-\d{3}-\d{4}\b', '[telephone]', 'g');

-- Masks English names after a title or a label. A mark, removed at the end, separates titles from names of brands.
create macro with_masked_names(text) as replace(regexp_replace(regexp_replace(regexp_replace(text,
  '\b((?:Mr|Mrs|Ms|Dr)(?:\.|\.? ))(Pepper|Martens?|Oetker|Bronner|Hauschka|Scholl|Brown[''’]s|Jart|Seuss|Dre|Who|Strange|Beckmann|Teal|Squatch|Mario|Best|Muscle|Clean|Coffee|Bean|Kipling|Potato|Proper|Men|Sheen|Meyer[''’]s|Dash|Butterworth|Doubtfire|Hinch|Fields|Claus|Pac|Marvel)\b', '\1' || chr(1) || '\2', 'g'),
  '\b((?:Mr|Mrs|Ms|Mx|Dr|Prof|MR|MRS|Herr|Frau|Mme)(?:\.[ \t]*|[ \t]+))[A-ZÀ-Þ][A-Za-zÀ-ſ''’.-]*(?:[ \t]+[A-ZÀ-Þ][A-Za-zÀ-ſ''’.-]*){0,2}', '\1[name]', 'g'),
  '((?:^|[,;|(][ \t]*)[Nn]ame[ \t]*[:：][ \t]*|\b(?:[Cc]ontact(?: [Pp]erson| [Nn]ame)?|[Rr]ecipient|[Rr]eceiver|[Cc]onsignee|[Aa]ttn|[Aa]ttention|[Bb]uyer|[Cc]ustomer [Nn]ame|(?:[Ff]irst|[Ll]ast|[Ff]ull) [Nn]ame|[Ss]hip [Tt]o|[Dd]eliver [Tt]o|[Cc]/[Oo]|[Aa]nsprechpartner(?:in)?|[Nn]ombre|[Nn]om)[ \t]*[:：][ \t]*)[A-ZÀ-Þ][A-Za-zÀ-ſ''’.-]*(?:[ \t]+[A-ZÀ-Þ][A-Za-zÀ-ſ''’.-]*){0,2}', '\1[name]', 'g'), chr(1), '');

-- Masks Chinese names after a label, before a title, and beside a number or an e-mail address that is masked already.
create macro with_masked_chinese_names(text) as regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(text,
  '(联系人|联络人|收货人|收件人|寄件人|发件人|寄货人|签收人|订货人|付款人|经办人|监护人|真实姓名|姓名|客户名|买家|聯繫人|聯絡人|收貨人|收件者|寄件者)(姓名)?([ \t]*[:：][ \t]*)(?:[㐀-鿿]{2,4}|[A-ZÀ-Þ][A-Za-zÀ-ſ''’.-]*(?:[ \t]+[A-ZÀ-Þ][A-Za-zÀ-ſ''’.-]*){0,2})', '\1\2\3[name]', 'g'),
  '(联系人|联络人|收货人|收件人|寄件人|发件人|寄货人|签收人|订货人|付款人|经办人|监护人|聯繫人|聯絡人|收貨人|收件者|寄件者)([ \t]*)(?:欧阳|太史|上官|端木|司马|东方|独孤|南宫|夏侯|诸葛|尉迟|皇甫|宇文|长孙|慕容|司徒|令狐|公孙|轩辕|歐陽|諸葛|司馬|東方|長孫|[王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎武乔贺赖龚庞樊兰殷施陶洪翟颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂焦柳邢岳齐梅莫庄辛祝左涂谷祁舒耿牟卜詹关苗凌费纪靳盛童欧甄项曲游裴席卫查屈鲍覃霍翁隋甘景薄柏宁柯阮桂闵解柴冉辜吉饶刁瞿戚丘滕晋苑邬臧畅宫苟褚廉娄盖符奚穆燕郎邸冀谈姬屠郜晏栾郁蒙喻揭窦迟宇敖糜鄢冷卓仇艾蓝巩仲虞卞封竺冼楚佟栗匡宗巫鞠桑荆谌扬沙伏岑习胥蔺張劉陳楊趙黃吳孫馬羅鄭謝韓馮蕭鄧許蘇盧蔣賈葉閻鐘薑範譚鄒陸顧龍萬錢湯喬賀賴龔龐蘭嚴溫魯韋聶齊莊塗關費紀項衛安文易常向古成路])[㐀-鿿]{1,2}($|[^㐀-鿿])', '\1\2[name]\3', 'g'),
  '(^|[^㐀-鿿]|[给由为请是找叫和与系人户])(?:欧阳|太史|上官|端木|司马|东方|独孤|南宫|夏侯|诸葛|尉迟|皇甫|宇文|长孙|慕容|司徒|令狐|公孙|轩辕|歐陽|諸葛|司馬|東方|長孫|[王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎武乔贺赖龚庞樊兰殷施陶洪翟颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂焦柳邢岳齐梅莫庄辛祝左涂谷祁舒耿牟卜詹关苗凌费纪靳盛童欧甄项曲游裴席卫查屈鲍覃霍翁隋甘景薄柏宁柯阮桂闵解柴冉辜吉饶刁瞿戚丘滕晋苑邬臧畅宫苟褚廉娄盖符奚穆燕郎邸冀谈姬屠郜晏栾郁蒙喻揭窦迟宇敖糜鄢冷卓仇艾蓝巩仲虞卞封竺冼楚佟栗匡宗巫鞠桑荆谌扬沙伏岑习胥蔺張劉陳楊趙黃吳孫馬羅鄭謝韓馮蕭鄧許蘇盧蔣賈葉閻鐘薑範譚鄒陸顧龍萬錢湯喬賀賴龔龐蘭嚴溫魯韋聶齊莊塗關費紀項衛安文易常向古成路])[㐀-鿿]{0,2}([ \t]*(?:先生|女士|小姐|太太))', '\1[name]\2', 'g'),
  '(^|[^㐀-鿿]|[给由为请是找叫和与系人户])(?:欧阳|太史|上官|端木|司马|东方|独孤|南宫|夏侯|诸葛|尉迟|皇甫|宇文|长孙|慕容|司徒|令狐|公孙|轩辕|歐陽|諸葛|司馬|東方|長孫|[王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎武乔贺赖龚庞樊兰殷施陶洪翟颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂焦柳邢岳齐梅莫庄辛祝左涂谷祁舒耿牟卜詹关苗凌费纪靳盛童欧甄项曲游裴席卫查屈鲍覃霍翁隋甘景薄柏宁柯阮桂闵解柴冉辜吉饶刁瞿戚丘滕晋苑邬臧畅宫苟褚廉娄盖符奚穆燕郎邸冀谈姬屠郜晏栾郁蒙喻揭窦迟宇敖糜鄢冷卓仇艾蓝巩仲虞卞封竺冼楚佟栗匡宗巫鞠桑荆谌扬沙伏岑习胥蔺張劉陳楊趙黃吳孫馬羅鄭謝韓馮蕭鄧許蘇盧蔣賈葉閻鐘薑範譚鄒陸顧龍萬錢湯喬賀賴龔龐蘭嚴溫魯韋聶齊莊塗關費紀項衛安文易常向古成路])[㐀-鿿]{1,2}([ \t\n\f\r,，、;；:：/|(（-]*\[(?:telephone|e-mail|identity number)\])', '\1[name]\2', 'g'),
  '(\[(?:telephone|e-mail|identity number)\][ \t\n\f\r,，、;；:：/|(（-]*)(?:欧阳|太史|上官|端木|司马|东方|独孤|南宫|夏侯|诸葛|尉迟|皇甫|宇文|长孙|慕容|司徒|令狐|公孙|轩辕|歐陽|諸葛|司馬|東方|長孫|[王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎武乔贺赖龚庞樊兰殷施陶洪翟颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂焦柳邢岳齐梅莫庄辛祝左涂谷祁舒耿牟卜詹关苗凌费纪靳盛童欧甄项曲游裴席卫查屈鲍覃霍翁隋甘景薄柏宁柯阮桂闵解柴冉辜吉饶刁瞿戚丘滕晋苑邬臧畅宫苟褚廉娄盖符奚穆燕郎邸冀谈姬屠郜晏栾郁蒙喻揭窦迟宇敖糜鄢冷卓仇艾蓝巩仲虞卞封竺冼楚佟栗匡宗巫鞠桑荆谌扬沙伏岑习胥蔺張劉陳楊趙黃吳孫馬羅鄭謝韓馮蕭鄧許蘇盧蔣賈葉閻鐘薑範譚鄒陸顧龍萬錢湯喬賀賴龔龐蘭嚴溫魯韋聶齊莊塗關費紀項衛安文易常向古成路])[㐀-鿿]{1,2}($|[^㐀-鿿])', '\1[name]\2', 'g');

-- Masks e-mail addresses, telephone numbers, identity numbers and, beside a label, title or number, names of persons.
-- masked-text.ts does the same.
create macro masked(text) as case when may_identify(text) then with_masked_chinese_names(with_masked_names(with_masked_numbers(text)))
  else text end;

-- A word, with masked identifiers.
create macro word_of(text) as case when not may_identify(text) then present(text) else non_missing(masked(text)) end;
