-- Grain: one row per sampled buyer, independent of row order and bucket count.
-- Reads: cluster_values. Parameters: $size integer.
select *
from cluster_values
order by md5_number_lower(customer_id), customer_id
limit $size::integer
