-- area: COPY with the client
-- row: | COPY with the client | FROM STDIN and TO STDOUT, text, csv and binary (an extension: Redshift has neither); FROM STDIN with Redshift's options, too | |
create table loaded (a int, b varchar(10));
copy loaded from stdin;
1	one
2	\N
\.
copy loaded from stdin csv;
3,"thr,ee"
\.
copy (select * from loaded order by a) to stdout csv;
copy loaded from stdin;
4	far too long for it
\.
select count(*) from loaded;
