-- Source: Amazon Redshift Database Developer Guide, "EXISTS condition" (r_exists_condition).
-- rows: 365
-- first: 1827
select dateid from date
where exists (
select 1 from sales
where date.dateid = sales.dateid
)
order by dateid;
