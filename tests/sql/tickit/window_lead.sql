-- Source: Amazon Redshift Database Developer Guide, "LEAD window function" (r_WF_LEAD).
-- rows: 764
-- first: 6298|129.00|2008-01-01 02:57:58|81.30
select eventid, commission, saletime,
lead(commission, 1) over (order by saletime) as next_comm
from sales where saletime between '2008-01-01 00:00:00' and '2008-01-02 12:59:59'
order by saletime;
