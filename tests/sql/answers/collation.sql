-- COLLATE over columns with a length
create temp table words (a varchar(10), c char(4), t text, n int);
insert into words values ('a', 'b', 'B', 1), ('A', 'B', 'b', 2), ('b', 'a', 'a', 3);
select a collate case_insensitive, c collate case_insensitive from words order by n;
select a, n from words order by a collate case_insensitive desc, n;
select count(*) from words group by a collate case_insensitive order by 1;
select n from words where a collate case_insensitive = 'A' order by n;
select n from words where a collate case_insensitive = t order by n;
select max(a collate case_insensitive) from words where n < 3;
select n from words order by a collate "C", n;
select distinct c collate case_insensitive from words order by 1;
