-- area: VACUUM, ANALYZE
-- row: | VACUUM, ANALYZE | accepted, outside of blocks for VACUUM; the tables and columns they name must exist; system catalogs are skipped, with a warning for who does not own the database | nothing to do |
create table maintained (n int);
vacuum;
vacuum full maintained;
vacuum delete only maintained to 75 percent;
analyze;
analyze maintained (n);
analyze no_such_table;
vacuum pg_catalog.pg_class;
create user upkeep password disable;
set session authorization upkeep;
vacuum pg_catalog.pg_class;
reset session authorization;
drop user upkeep;
