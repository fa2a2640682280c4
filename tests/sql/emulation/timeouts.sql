-- area: timeouts
-- row: | timeouts | `statement_timeout` (SET, SET LOCAL, `ALTER USER u SET`, `ALTER DATABASE d SET`, `--statement-timeout`) ends a statement like a cancel; `SESSION TIMEOUT` of a user, otherwise 4 h (`--session-timeout`), closes an idle session without a word; idle transactions end after 6 h (`--idle-in-transaction-timeout`) | the text of an idle transaction's end, FATAL 25P03, is PostgreSQL's (INF), and so is `ALTER DATABASE d SET`; see [docs/timeouts.md](docs/timeouts.md) |
set statement_timeout to 100;
select count(*) from generate_series(1, 30000) a(x), generate_series(1, 30000) b(y), generate_series(1, 30000) c(z)
    where x + y + z = 7;
begin;
set local statement_timeout to 0;
show statement_timeout;
commit;
show statement_timeout;
set statement_timeout to -1;
reset statement_timeout;
create user patient password 'Patient123' session timeout 60;
create user hasty password 'Hasty12345' session timeout 59;
alter user patient set statement_timeout to 1000;
create database hurried;
alter database hurried set statement_timeout to '2s';
\c hurried
show statement_timeout;
\c dev
alter database hurried reset statement_timeout;
alter database hurried set statement_timeout to 'soon';
alter user patient reset session timeout;
drop user patient;
