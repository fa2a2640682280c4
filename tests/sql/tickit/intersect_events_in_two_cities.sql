-- Source: Amazon Redshift Database Developer Guide, "Example INTERSECT queries" (c_example_intersect_query).
-- rows: 17
-- first: Billy Elliot
select distinct eventname from event, sales, venue
where event.eventid=sales.eventid and event.venueid=venue.venueid
and date_part(month,starttime)=3 and venuecity='Los Angeles'
intersect
select distinct eventname from event, sales, venue
where event.eventid=sales.eventid and event.venueid=venue.venueid
and date_part(month,starttime)=3 and venuecity='New York City'
order by eventname asc;
