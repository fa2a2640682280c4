-- One release number, and a name for every session
select version() like '%Redshift ' || current_setting('padb_version') as one_release;
select current_setting('session_id') ~ '^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$' as is_uuid;
set session_id to 'x';
