-- Grain: one row: for each share, ascending, the smallest amount of the customers who together make so much of all: who have
-- equal amounts stand together; those belong who come before the share is complete. Null where nobody has more than 0.
-- Reads: ranked (amount double, one row per buyer). Parameters: $shares json list of shares of the whole.
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
