-- Grain: one row per sampled buyer, in an order that neither row order nor bucket count can change.
-- Reads: cluster_values. Parameters: $size integer.
select *
from cluster_values
order by md5_number_lower(customer_id), customer_id
limit $size::integer
