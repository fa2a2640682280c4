-- Source: Amazon Redshift Database Developer Guide, "AVG function" (r_AVG).
-- rows: 12
select avg(pricepaid) as avg_price, month
from sales, date
where sales.dateid = date.dateid
group by month
order by avg_price desc;
