-- Source: Amazon Redshift Database Developer Guide, "SIMILAR TO" (pattern-matching-conditions-similar-to).
-- rows: 1
-- first: 54
select count(*) from event where eventname SIMILAR TO '%(Ring|Die)%';
