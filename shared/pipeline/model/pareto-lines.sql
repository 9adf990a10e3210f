-- Grain: one row: for each ascending share, the smallest amount of the top customers who together make that share of the total.
-- Equal amounts are on the same side of a line. Null if no amount is positive.
-- Reads: ranked (amount double, one row per buyer). Parameters: $shares json list of shares of the total.
with amounts as (
  select amount, sum(amount::decimal(38, 4)) as total from ranked where amount > 0 group by amount
),

cumulated as (
  select
    amount,
    (sum(total) over (order by amount desc rows unbounded preceding) - total)::double as above,
    (sum(total) over ())::double as everything
  from amounts
),

shares as (select unnest(from_json($shares, '["DOUBLE"]')) as share),

lines as (
  select share, min(amount) filter (above < share * everything) as line
  from shares left join cumulated on true
  group by share
)

select list(line order by share) as lines from lines
