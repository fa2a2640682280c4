-- Source: Amazon Redshift Database Developer Guide, "WITH clause" (r_WITH_clause).
-- rows: 2
-- first: 2008-12-25|82827.00|82827.00
select caldate, sum(pricepaid) as daysales,
(with holidays as (select * from date where holiday ='t')
select sum(pricepaid)
from sales join holidays on sales.dateid=holidays.dateid
where caldate='2008-12-25') as dec25sales
from sales join date on sales.dateid=date.dateid
where caldate in('2008-12-25','2008-12-31')
group by caldate
order by caldate;
