-- Source: Amazon Redshift Database Developer Guide, "FIRST_VALUE and LAST_VALUE window functions" (r_WF_first_value).
-- rows: 122
select venuestate, venueseats, venuename,
first_value(venuename)
over(partition by venuestate
order by venueseats desc
rows between unbounded preceding and unbounded following)
from (select * from venue where venueseats >0)
order by venuestate;
