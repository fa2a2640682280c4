-- Source: Amazon Redshift Database Developer Guide, "Example UNION queries" (c_example_union_query).
-- rows: 18
-- first: 4047|Hopkins|Jill|WUF19EDK|10200.00|S
select listid, lastname, firstname, username,
pricepaid as price, 'S' as buyorsell
from sales, users
where sales.sellerid=users.userid
and pricepaid >=10000
union
select listid, lastname, firstname, username, pricepaid,
'B' as buyorsell
from sales, users
where sales.buyerid=users.userid
and pricepaid >=10000
order by 1, 2, 3, 4, 5;
