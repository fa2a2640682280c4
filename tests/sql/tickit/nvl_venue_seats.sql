-- Source: Amazon Redshift Database Developer Guide, "|| (Concatenation) operator" (r_concat_op).
-- rows: 9
-- first: Bank of America Stadium seats 73250
select venuename || ' seats ' || nvl(venueseats, 0)
from venue where venuestate = 'NV' or venuestate = 'NC'
order by 1
limit 10;
