-- Wrong INSERT, UPDATE, DELETE, MERGE, TRUNCATE, one a line.
insert into t values (1)
insert into t values (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)
insert into u values (1, 2, 3, 4)
insert into u values (1, 'x')
insert into u (i, x) values (1)
insert into u (i, x) values (1, 2, 3)
insert into u (i, i) values (1, 2)
insert into u (nosuch) values (1)
insert into u (u.i) values (1)
insert into nosuch values (1)
insert into w values (1, 'x')
insert into u values ('x', 1, 1)
insert into u values (d, 1, 1)
insert into u values (nosuch, 1, 1)
insert into u values (sum(1), 'x', 1)
insert into u values (row_number() over (), 'x', 1)
insert into u select * from nosuch
insert into u select 1
insert into u select 1, 2, 3, 4
insert into u select 'x', 'y', 'z'
insert into u (i) select i, j from t
insert into u default values returning *
insert into u values (default, default)
insert into u values (default + 1, 'x', 1)
insert into u values (1, 'a text that is too long for it', 1)
insert into u values (1, 'x', 99999999999)
insert into u values ((select i from t), 'x', 1)
insert into u values ((select 1, 2), 'x', 1)
insert into keyed values (null, 1)
insert into keyed values (1, null)
insert into keyed (v) values (1)
insert into keyed default values
insert into keyed values (1, 1) on conflict do nothing
insert into keyed values (1, 1) on conflict (nosuch) do nothing
insert into keyed values (1, 1) on conflict (v) do update set v = 2
insert or replace into keyed values (1, 1)
insert into keyed by name select 1 as id
insert into u values (1), (2, 'x')
insert into
insert into u
insert u values (1)
insert into u values
insert into u () values ()
update nosuch set i = 1
update w set i = 1
update t set nosuch = 1
update t set i = nosuch
update t set i = 'x'
update t set i = d
update t set i = 1, i = 2
update t set t.i = 1
update t set (i, j) = (1)
update t set (i, j) = (1, 2, 3)
update t set (i, j) = (select 1)
update t set (i, j) = (select i, j from t)
update t set i = sum(j)
update t set i = row_number() over ()
update t set i = (select i from t)
update t set i = (select 1, 2)
update t set i = default + 1
update t set i = 1 where nosuch
update t set i = 1 where s
update t set i = 1 from nosuch
update t set i = u.nosuch from u
update t set i = 1 from t
update t set i = i from u
update t set m = 40000
update t set n = 1e10
update t set s = 'a text that is too long for the column'
update keyed set id = null
update t set i = 1 / 0
update t set i = 1 returning nosuch
update t
update t set
update t set i
update set i = 1
update t set i = 1 order by i
update t set i = 1 limit 1
update t as q set t.i = 1
update t q set i = t.j
delete from nosuch
delete from w
delete from t where nosuch
delete from t where i
delete from t where i = 'x'
delete from t where sum(i) > 1
delete from t where row_number() over () = 1
delete from t using nosuch where true
delete from t using u where i = 1
delete from t using t where true
delete from t where i = (select i from t)
delete from t returning nosuch
delete t where
delete from t order by i
delete from t limit 1
delete from
truncate nosuch
truncate w
truncate t, nosuch
truncate
merge into nosuch using u on true when matched then delete
merge into t using nosuch on true when matched then delete when not matched then insert values (1)
merge into t using u on t.i = u.i when matched then update set nosuch = 1 when not matched then insert (i) values (1)
merge into t using u on t.i = u.i when matched then update set i = nosuch when not matched then insert (i) values (1)
merge into t using u on nosuch when matched then update set i = 1 when not matched then insert (i) values (1)
merge into t using u on t.i = u.i when matched then update set i = 'x' when not matched then insert (i) values ('x')
merge into t using u on t.i = u.i when matched then update set i = 1 when not matched then insert (i) values (1, 2)
merge into t using u on t.i = u.i
merge into w using u on w.i = u.i when matched then delete when not matched then insert values (1, 'x')
merge into t using u on t.i = u.i when not matched then update set i = 1
merge into t using u on t.i = u.i when matched then insert values (1)
merge into u using t on i = i when matched then delete when not matched then insert values (1, 'x', 1)
merge into u using t on u.i = t.i when matched then delete when matched then delete when not matched then insert values (1, 'x', 1)
merge into u using t on sum(u.i) = 1 when matched then delete when not matched then insert values (1, 'x', 1)
