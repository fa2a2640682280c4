-- Source: Amazon Redshift Database Developer Guide, "DATEADD function" (r_DATEADD_function).
-- rows: 30
-- first: 2008-12-01 00:00:00
select dateadd(day,30,caldate) as novplus30
from date
where month='NOV'
order by dateid;
