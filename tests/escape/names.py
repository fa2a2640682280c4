"""What the attacks ask for: names that the engine under the server would find by itself, were they left to it.

Each is a text that stands where a table or a value does, and the users for whom it is forbidden: to superusers some of
the server's own views are open.
"""
from typing import NamedTuple

EVERYBODY = ("user", "admin")
USERS = ("user",)


class Name(NamedTuple):
    text: str
    forbidden_to: tuple = EVERYBODY


def quoted(identifier):
    return '"' + identifier.replace('"', '""') + '"'


def files(directory):
    """Files of the data directory and elsewhere, as paths that the engine would open."""
    return ["superuser.password", f"{directory}/superuser.password", f"{directory}/login.secret",
            f"{directory}/canary.csv", f"{directory}/*.csv", f"{directory}/redstart_system.duckdb", "/etc/passwd",
            f"file://{directory}/canary.csv", "http://127.0.0.1:9/canary.csv", "s3://bucket/canary.parquet"]


# Names without a schema: those that a common table can have as well.
PLAIN_TABLES = ["duckdb_settings", "duckdb_tables", "sqlite_master", "pragma_database_list", "duckdb_secrets"]
OWN_VIEWS = ["pg_shadow", "stl_connection_log", "pg_authid"]  # the server's, for superusers or for nobody


def plain_tables(directory):
    """Identifiers, not quoted."""
    return PLAIN_TABLES + OWN_VIEWS + files(directory)


def tables(directory):
    found = [Name(quoted(name)) for name in PLAIN_TABLES + files(directory)]
    found += [Name("pg_shadow", USERS), Name("pg_catalog.pg_shadow", USERS), Name("stl_connection_log", USERS)]
    found += [Name(text) for text in ("main.duckdb_tables", "system.main.duckdb_tables", "redstart_system.main.users",
                                      "system.information_schema.tables", "temp.main.sqlite_master", "recurring.c")]
    return found


def table_functions(directory):
    path = f"'{directory}/canary.csv'"
    return [Name(text) for text in (
        f"read_csv({path})", f"read_csv_auto({path})", f"read_text({path})", f"read_blob({path})",
        f"read_json({path})", f"parquet_scan({path})", f"sniff_csv({path})", f"glob('{directory}/*')",
        "duckdb_settings()", "duckdb_tables()", "pragma_database_size()", "pragma_version()",
        "query('select 1')", "query_table('pg_shadow')", "rs_sessions()", "rs_users()",
        "pg_catalog.rs_sessions()", "system.pg_catalog.rs_sessions()", "system.main.duckdb_settings()",
        "json_execute_serialized_sql('x')", "checkpoint()", "seq_scan()")]


def values(directory):
    """Expressions."""
    # current_setting() itself is one of ours, and knows no setting of the engine: escape_test.py asks it.
    calls = ("system.main.current_setting('temp_directory')", "getvariable('x')",
             "getenv('HOME')", "nextval('x')", "range(10)", "rs_parameter(1,1,1,1)",
             "system.pg_catalog.rs_parameter(1,1,1,1)", "json_serialize_sql('select 1')", "write_log('x')",
             "txid_current()", "in_search_path('a','b')", "'a'::nothing.there", "cast('a' as duckdb_tables)",
             "('a' collate icu_noaccent)", "list_transform([1], x -> x)", "'x'::struct(a nothing)")
    names = [Name(call) for call in calls]
    names += [Name(f"(select max(cast(t as varchar)) from {name.text} t)", name.forbidden_to)
              for name in tables(directory)[:8] + table_functions(directory)[:6]]
    names.append(Name("(select max(passwd) from pg_shadow)", USERS))
    return names
