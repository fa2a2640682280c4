-- Source: Amazon Redshift Database Developer Guide, "Logical conditions" (r_logical_condition).
-- rows: 30
-- first: Ahmanson Theatre|Los Angeles
select distinct venuename, venuecity
from venue join event on venue.venueid=event.venueid
where (venuestate = 'NY' or venuestate = 'CA') and eventname='Macbeth'
order by 2,1;
