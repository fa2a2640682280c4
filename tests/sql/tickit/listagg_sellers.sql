-- Source: Amazon Redshift Database Developer Guide, "LISTAGG function" (r_LISTAGG).
-- rows: 1
-- first: 9265, 13590, 13590, 13590, 17066, 17066, 17066, 25281, 31564, 32916, 45372, 48123
select listagg(sellerid, ', ') within group (order by sellerid) from sales
where eventid = 4337;
