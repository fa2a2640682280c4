-- Source: Amazon Redshift Database Developer Guide, "Sample database" (c_sampledb).
-- rows: 5
-- first: 19556|TVX41LQI|Luis Sparks|San Diego|27
select sellerid, username, (firstname ||' '|| lastname) as name,
city, sum(qtysold)
from sales, date, users
where sales.sellerid = users.userid
and sales.dateid = date.dateid
and year = 2008
and city = 'San Diego'
group by sellerid, username, name, city
order by 5 desc
limit 5;
