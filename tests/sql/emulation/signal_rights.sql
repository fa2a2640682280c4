-- area: another user's session
-- row: | another user's session | needs a superuser or the permission CANCEL: 42501 | the text is PostgreSQL's (INF) |
-- proved by: another user's session is a superuser's to signal
-- proved by: a user may signal the other sessions of its own
create user eve password 'Eve12345678';
select pg_cancel_backend('abc');
cancel abc;
drop user eve;
