-- An export of order lines: 2 or 3 lines to an order, customers with heavy-tailed order counts, two years. $most_active 35,000 gives
-- ten million lines about 300,000 customers.
-- Grain: one row per order line, and one more for every exact duplicate.
-- $first, $beyond: the order lines from the first to before the other, not counting duplicates. All chance is bits of MD5, so the rows are
-- always the same.
with lines as (
  select
    line,
    line * 2 // 5 as order_number,
    md5_number_lower('order ' || line * 2 // 5) as order_bits,
    md5_number_upper('order ' || line * 2 // 5) as more_order_bits,
    md5_number_lower('line ' || line) as line_bits
  from range($first::bigint, $beyond::bigint) as t(line)
),

-- Customers ranked by activity: a Weibull-like fall of orders per customer, from thousands to one.
buyers as (
  select
    *,
    floor($most_active::bigint * pow(-ln((order_bits % 1000000007 + 0.5) / 1000000007), 1.5))::bigint as customer,
    more_order_bits % 50 = 0 as is_return
  from lines
),

-- Everyone is active for a stretch of the two years: it begins and ends by a hash of the customer.
active as (
  select
    *,
    customer * 2654435761 % 700 as first_day,
    1 + customer * 40503 % (731 - customer * 2654435761 % 700) as active_days
  from buyers
),

final as (
  select
    if(is_return, 'C', '') || (1000000 + order_number) as order_id,
    if(order_bits // 1024 % 1000 = 0, '', lpad((customer * 48271 % 9999991)::varchar, 8, '0')) as customer_id,
    if(
      line_bits % 2000 = 0,
      'unknown',
      strftime(
        timestamp '2024-01-01'
          + to_days((first_day + more_order_bits // 64 % active_days::ubigint)::integer)
          + to_seconds((more_order_bits // 65536 % 86400)::bigint),
        '%Y-%m-%d %H:%M:%S'
      )
    ) as order_date,
    'P' || lpad((line_bits // 4096 % 5000)::varchar, 4, '0') as product,
    ['Electronics', 'Fashion', 'Home', 'Groceries', 'Beauty', 'Sports', 'Toys', 'Books'][
      1 + (line_bits // 4096 % 5000 % 8)::integer
    ] as category,
    ['web', 'app', 'store'][1 + (more_order_bits // 8388608 % 3)::integer] as channel,
    if(is_return, -1, 1) * (1 + line_bits // 33554432 % 4)::integer as quantity,
    if(
      line_bits % 2000 = 1,
      'n/a',
      round(exp(1.5 + line_bits // 134217728 % 1000 / 250.0), 2)::decimal(9, 2)::varchar
    ) as unit_price,
    unnest(range(if(line_bits % 1000 = 500, 2, 1)))  as copy
  from active
)

select * exclude (copy) from final
