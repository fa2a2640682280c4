-- Source: Amazon Redshift Database Developer Guide, "SELECT list" (r_SELECT_list).
-- rows: 5
-- first: 49|DEC  |2008
select distinct week, month, year
from date
where month='DEC' and year=2008
order by 1, 2, 3;
