-- area: users
-- row: | users | CREATE/ALTER/DROP USER: passwords clear, md5…, sha256…, DISABLE; CREATEDB, CREATEUSER, CONNECTION LIMIT, VALID UNTIL; in one transaction with changes to tables, also where the server is killed | |
-- proved by: PASSWORD DISABLE keeps a user out, a new password lets it in again
-- proved by: CREATEUSER makes a superuser, who may signal everyone
-- proved by: CONNECTION LIMIT counts a user's sessions
-- proved by: VALID UNTIL in the past keeps a user out
-- proved by: Users and tables change in one transaction, in either order
-- proved by: A kill between any two steps of the commit leaves users and tables together
create user analyst password 'Analyst123' connection limit 5 valid until '2030-01-01';
create user hashed password 'md5153c434b4b77c89e6b94f12c5393af5b' createdb;
create user silent password disable;
select usename, usecreatedb, usesuper from pg_user where usename in ('analyst', 'hashed', 'silent') order by 1;
alter user analyst createuser;
select usesuper from pg_user where usename = 'analyst';
create table alone (n int);
begin;
insert into alone values (1);
create user in_between password 'Between123';
rollback;
drop user analyst, hashed, silent;
create user weak password 'weak';
