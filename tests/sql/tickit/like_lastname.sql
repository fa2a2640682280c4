-- Source: Amazon Redshift Database Developer Guide, "LIKE" (r_patternmatching_condition_like).
-- rows: 2
-- first: Christensen
select distinct lastname from users
where lastname like '%ten%' order by lastname;
