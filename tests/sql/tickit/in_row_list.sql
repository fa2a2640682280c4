-- Source: Amazon Redshift Database Developer Guide, "Expression lists" (r_expression_lists).
-- rows: 7
-- first: 4|Dolphin Stadium|Miami|FL|74900
select * from venue
where (venuecity, venuestate) in (('Miami', 'FL'), ('Tampa', 'FL'))
order by venueid;
