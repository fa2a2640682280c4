-- Source: Amazon Redshift Database Developer Guide, "CASE function" (r_CASE_function).
-- rows: 202
-- first: Toronto|other
select venuecity,
case venuecity
when 'New York City'
then 'Big Apple' else 'other'
end from venue
order by venueid desc;
