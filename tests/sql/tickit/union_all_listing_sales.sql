-- Source: Amazon Redshift Database Developer Guide, "Example UNION ALL query" (c_example_unionall_query).
-- rows: 4
select eventid, listid, 'Yes' as salesrow
from sales
where listid in(500,501,502)
union all
select eventid, listid, 'No'
from listing
where listid in(500,501,502)
order by listid asc;
