-- Source: Amazon Redshift Database Developer Guide, "Scalar subqueries" (r_scalar_subqueries).
-- rows: 4
select qtr, avg(pricepaid) as avg_saleprice_per_qtr,
(select avg(pricepaid)
from sales join date on sales.dateid=date.dateid
where year = 2008) as avg_saleprice_yearly
from sales join date on sales.dateid=date.dateid
where year = 2008
group by qtr
order by qtr;
