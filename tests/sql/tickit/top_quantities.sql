-- Source: Amazon Redshift Database Developer Guide, "SELECT list" (r_SELECT_list).
-- rows: 10
-- first: 8|308
select top 10 qtysold, sellerid
from sales
order by qtysold desc, sellerid;
