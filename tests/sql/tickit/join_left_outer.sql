-- Source: Amazon Redshift Database Developer Guide, "JOIN examples" (r_Join_examples).
-- rows: 5
-- first: 1||
select listing.listid, sum(pricepaid) as price, sum(commission) as comm
from listing left outer join sales on sales.listid = listing.listid
where listing.listid between 1 and 5
group by 1
order by 1;
