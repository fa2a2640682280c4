-- Source: Amazon Redshift Database Developer Guide, "DATEDIFF function" (r_DATEDIFF_function).
-- rows: 1
select avg(datediff(hours, listtime, saletime)) as avgwait
from sales, listing
where sales.listid = listing.listid;
