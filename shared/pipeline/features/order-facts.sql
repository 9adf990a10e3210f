-- Grain: one row per customer with orders: from their lines, or from totals that were added up before the export.
-- Reads: purchases, rhythm, months, holdout, favourites, aggregates.
select * exclude (purchase_days, bought_by_cut)
from purchases
left join rhythm using (customer_id)
left join months using (customer_id)
left join holdout using (customer_id)
left join favourites using (customer_id)
union all by name
from aggregates
