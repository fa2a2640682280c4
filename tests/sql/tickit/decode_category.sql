-- Source: Amazon Redshift Database Developer Guide, "DECODE function" (r_DECODE_expression).
-- rows: 11
-- first: 1|Major League Baseball
select catid, decode(catname,
'NHL', 'National Hockey League',
'MLB', 'Major League Baseball',
'MLS', 'Major League Soccer',
'NFL', 'National Football League',
'NBA', 'National Basketball Association',
'Unknown')
from category
order by catid;
