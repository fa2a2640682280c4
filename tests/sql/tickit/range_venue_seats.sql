-- Source: Amazon Redshift Database Developer Guide, "BETWEEN range condition" (r_range_condition).
-- rows: 43
-- first: 55|Turner Field|49750
select venueid, venuename, venueseats from venue
where venueseats between 20000 and 50000
order by venueseats desc;
