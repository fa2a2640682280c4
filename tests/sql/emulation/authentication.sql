-- area: authentication
-- row: | authentication | Redshift's salted digest (code 13) for its own drivers, MD5 for md5-stored users; wrong password and unknown user: FATAL 28000 | other drivers are asked by SCRAM-SHA-256(-PLUS); rules as in `pg_hba.conf` and the slowing down of guesses are our own: [docs/security.md](docs/security.md); no IAM, no identity providers |
-- proved by: a clear password lets its user in by SCRAM, a wrong one does not
-- proved by: an unknown user is refused with the words of a wrong password
-- proved by: a user stored with an md5 hash logs in
create user md5_user password 'md5a5e8b1d7ae1d3fb31ccc2ab9bd3bb06f';
select count(*) from stl_connection_log where event = 'authentication failure';
drop user md5_user;
