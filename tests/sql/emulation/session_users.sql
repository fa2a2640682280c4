-- area: sessions' users
-- row: | sessions' users | SET SESSION AUTHORIZATION, transactional, for who logged in and is a superuser now | texts are PostgreSQL's (INF); SET ROLE answers 0A000 |
create user stand_in password 'StandIn123';
set session authorization stand_in;
select current_user, session_user;
create user more password 'More123456';
reset session authorization;
begin;
set session authorization stand_in;
rollback;
select current_user;
set session authorization nobody;
set role stand_in;
drop user stand_in;
