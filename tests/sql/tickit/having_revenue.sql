-- Source: Amazon Redshift Database Developer Guide, "HAVING clause" (r_HAVING_clause).
-- rows: 31
-- first: Mamma Mia!|1693518.00
select eventname, sum(pricepaid)
from sales join event on sales.eventid = event.eventid
group by 1
having sum(pricepaid) > 800000
order by 2 desc, 1;
