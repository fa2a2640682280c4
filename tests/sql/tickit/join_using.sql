-- Source: Amazon Redshift Database Developer Guide, "JOIN examples" (r_Join_examples).
-- rows: 5
-- first: 2|37374|3007|1978|10
select listid, listing.sellerid, eventid, listing.dateid, numtickets
from listing join sales
using (listid, eventid)
order by 1
limit 5;
