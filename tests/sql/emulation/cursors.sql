-- area: cursors
-- row: | cursors | DECLARE in a block, FETCH forward, CLOSE, end with the transaction, results materialised and limited, `stv_active_cursors` | several per session, WITH HOLD, BINARY, MOVE, FETCH ALL and more than 1000 rows in one FETCH are extensions, which `strict_cursors` refuses; texts but 34000's are INF |
declare outside cursor for select 1;
begin;
declare numbers cursor for select n from (select 1 as n union all select 2 union all select 3) t order by n;
fetch next from numbers;
fetch forward 5 from numbers;
fetch backward 1 from numbers;
rollback;
begin;
declare numbers cursor with hold for select 1 as n union all select 2 order by 1;
select trim(name) as name, row_count from stv_active_cursors;
move 1 from numbers;
commit;
fetch all from numbers;
close numbers;
close numbers;
set strict_cursors to on;
begin;
declare held cursor with hold for select 1;
rollback;
begin;
declare one cursor for select 1;
fetch all from one;
rollback;
