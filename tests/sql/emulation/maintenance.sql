-- area: VACUUM, ANALYZE
-- row: | VACUUM, ANALYZE | accepted, outside of blocks for VACUUM; the tables and columns they name must exist | nothing to do |
create table maintained (n int);
vacuum;
vacuum full maintained;
vacuum delete only maintained to 75 percent;
analyze;
analyze maintained (n);
analyze no_such_table;
