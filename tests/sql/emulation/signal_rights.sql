-- area: another user's session
-- row: | another user's session | needs a superuser: 42501 | the text is PostgreSQL's (INF); the CANCEL privilege of roles comes later |
-- proved by: another user's session is a superuser's to signal
-- proved by: a user may signal the other sessions of its own
create user eve password 'Eve12345678';
select pg_cancel_backend('abc');
cancel abc;
drop user eve;
