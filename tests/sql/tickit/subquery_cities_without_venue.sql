-- Source: Amazon Redshift Database Developer Guide, "Subquery examples" (r_Subquery_examples).
-- rows: 10
-- first: Juan|Long|Yonkers|8
select firstname, lastname, city, max(qtysold) as maxsold
from users join sales on users.userid=sales.sellerid
where users.city not in(select venuecity from venue)
group by firstname, lastname, city
order by maxsold desc, city desc
limit 10;
