-- Grain: one row: counts of the run by tier, segment and cluster.
-- Reads: tiers (all customers of the run), previously_published (customers published by any earlier run).
select
  count(*)::integer as customers,
  count(*) filter (orders > 0)::integer as buyers,
  sum(monetary_total)::double as monetary_total,
  coalesce(sum(clv::decimal(38, 4)), 0)::double as clv,
  (select list({tier: tier, customers: customers::integer, monetary_total: spend::double, clv: clv::double} order by lowest desc)
   from (select tier, count(*) as customers, sum(monetary_total) as spend, min(value_score) as lowest,
           coalesce(sum(clv::decimal(38, 4)), 0) as clv
         from tiers group by tier)) as tiers,
  (select list({segment: segment, segment_zh: segment_zh, customers: customers::integer, monetary_total: spend::double} order by customers desc, segment)
   from (select segment, segment_zh, count(*) as customers, sum(monetary_total) as spend
         from tiers group by segment, segment_zh)) as segments,
  (select list({cluster: cluster, customers: customers::integer} order by cluster)
   from (select cluster, count(*) as customers from tiers where cluster is not null group by cluster)) as cluster_sizes,
  (select count(*)::integer from tiers anti join previously_published using (customer_id)) as new_customers,
  count(*) filter (previous_tier is not null and tier_since = as_of)::integer as moved_customers
from tiers
