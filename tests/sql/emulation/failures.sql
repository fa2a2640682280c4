-- area: failures
-- row: | failures | too little memory 53200, a full disk 53100: the statement ends, the server goes on; a database whose files are damaged answers 58000 naming the file, the others go on ([docs/security.md](docs/security.md)); an engine that has failed is opened again, running statements end with 58000 and nothing committed is lost | texts are Redstart's own; temporary tables are lost then; with `--data-dir :memory:` every statement that needs the engine answers 58000 until the server is restarted |
-- proved by: a damaged database is refused by its file's name, and the others are served
-- proved by: memory that does not suffice is 53200, for one statement only
-- proved by: a full disk is 53100, for one statement only, and nothing that was committed is lost
-- proved by: a fatal error of the engine costs a statement, not the server and nothing that was committed
-- proved by: sessions beside the one that made the engine fail
-- An error costs its statement, and nothing else.
create temp table kept_by_session (n int);
select repeat('x', 1000000000);
select count(*) from kept_by_session;
