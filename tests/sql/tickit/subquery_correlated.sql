-- Source: Amazon Redshift Database Developer Guide, "Correlated subqueries" (r_correlated_subqueries).
-- rows: 5
-- first: 7|6|1070.00
select salesid, listid, sum(pricepaid) from sales s
where qtysold=
(select max(numtickets) from listing l
where s.listid=l.listid)
group by 1,2
order by 1,2
limit 5;
