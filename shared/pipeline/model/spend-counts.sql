-- Grain: one row per distinct number of purchase days and their mean spend, with its customers, of whom spend is known.
-- Reads: fitted.
select purchases, mean_spend, count(*)::integer as customers
from fitted
where purchases > 0
group by purchases, mean_spend
order by purchases, mean_spend
