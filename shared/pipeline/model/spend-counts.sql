-- Grain: one row per distinct number of purchase days and mean spend with its number of customers, for customers with known
-- spend.
-- Reads: fitted.
select purchases, mean_spend, count(*)::integer as customers
from fitted
where purchases > 0
group by purchases, mean_spend
order by purchases, mean_spend
