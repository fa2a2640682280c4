-- Source: Amazon Redshift Database Developer Guide, "EXTRACT function" (r_EXTRACT_function).
-- rows: 9
-- first: 36165|2
select salesid, extract(week from saletime) as weeknum
from sales
where pricepaid > 9999
order by 2;
