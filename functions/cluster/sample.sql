-- Grain: one row per sampled buyer, in an order that neither row order nor bucket count can change.
-- Reads: buyers. Parameters: $size integer.
select recency_days, orders, monetary_total::double as monetary_total, monetary_mean::double as monetary_mean,
  returns_total::double as returns_total, t::double as t
from buyers
order by md5(customer_id), customer_id
limit $size::integer
