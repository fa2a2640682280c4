-- Source: Amazon Redshift Database Developer Guide, "HAVING clause" (r_HAVING_clause).
-- rows: 41
-- first: Mamma Mia!|1693518.00
select eventname, sum(pricepaid)
from sales join event on sales.eventid = event.eventid
group by 1
having sum(qtysold) >2000
order by 2 desc, 1;
