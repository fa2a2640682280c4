-- Source: Amazon Redshift Database Developer Guide, "LAG window function" (r_WF_LAG).
-- rows: 7
-- first: 3|2008-01-09 13:22:44|2|
select buyerid, saletime, qtysold,
lag(qtysold,1) over (order by buyerid, saletime) as prev_qtysold
from sales where buyerid = 3 order by buyerid, saletime;
