-- Source: Amazon Redshift Database Developer Guide, "DATEDIFF function" (r_DATEDIFF_function).
-- rows: 8
-- first: 394.00|27
select priceperticket,
datediff(day, listtime, saletime) as wait
from sales, listing where sales.listid = listing.listid
and sales.listid between 1000 and 1005
order by wait desc, priceperticket desc;
