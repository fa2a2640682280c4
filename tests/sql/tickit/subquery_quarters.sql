-- Source: Amazon Redshift Database Developer Guide, "Subquery examples" (r_Subquery_examples).
-- rows: 2
-- first: 2    |27942868.00|33134136.00
select qtr, sum(pricepaid) as qtrsales,
(select sum(pricepaid)
from sales join date on sales.dateid=date.dateid
where qtr='1' and year=2008) as q1sales
from sales join date on sales.dateid=date.dateid
where qtr in('2','3') and year=2008
group by qtr
order by qtr;
