-- Grain: one row: counts of the run by tier, segment and cluster.
-- Reads: facts.
with known as (from facts where is_customer)

select
  sum(customers)::integer as customers,
  coalesce(sum(customers) filter (is_buyer), 0)::integer as buyers,
  sum(spend)::double as monetary_total,
  sum(clv)::double as clv,
  (select list({tier: tier, customers: customers::integer, monetary_total: spend::double, clv: clv::double} order by lowest desc)
   from (select tier, sum(customers) as customers, sum(spend) as spend, min(lowest_value) as lowest, sum(clv) as clv
         from known group by tier)) as tiers,
  (select list({segment: segment, segment_zh: segment_zh, customers: customers::integer, monetary_total: spend::double} order by customers desc, segment)
   from (select segment, segment_zh, sum(customers) as customers, sum(spend) as spend
         from known group by segment, segment_zh)) as segments,
  (select list({cluster: cluster, customers: customers::integer} order by cluster)
   from (select cluster, sum(customers) as customers from known where cluster is not null group by cluster)) as cluster_sizes,
  coalesce(sum(customers) filter (not was_published), 0)::integer as new_customers,
  coalesce(sum(customers) filter (is_moved), 0)::integer as moved_customers
from known
