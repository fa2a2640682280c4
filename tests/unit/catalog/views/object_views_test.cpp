#include "tests/unit/catalog/fixture.hpp"

#include <catch2/catch.hpp>

using namespace redstart::catalog;

namespace {

using Rows = std::vector<std::vector<std::string>>;

// A table of most types, a view and a temporary table.
void make_objects(CatalogFixture& catalog) {
    REQUIRE(catalog
                .query("CREATE TABLE sales(salesid integer NOT NULL, name rs_varchar(20) DEFAULT 'none', "
                       "code rs_bpchar(3), price decimal(8,2), sold timestamp, big bigint, flag boolean, "
                       "free varchar, PRIMARY KEY (salesid))")
                .error == "");
    REQUIRE(catalog.query("CREATE VIEW v_sales AS SELECT salesid, price FROM sales").error == "");
    REQUIRE(catalog.query("CREATE TEMP TABLE notes(n integer)").error == "");
    REQUIRE(catalog.query("COMMENT ON TABLE sales IS 'what was sold'").error == "");
    REQUIRE(catalog.query("COMMENT ON COLUMN sales.price IS 'in dollars'").error == "");
}

} // namespace

TEST_CASE("pg_class lists the user's relations and the system views, and nothing of the engine's") {
    CatalogFixture catalog;
    make_objects(catalog);
    CHECK(catalog
              .query(
                  "SELECT n.nspname, relname, relkind, relpersistence, relnatts, relhaspkey, pg_get_userbyid(relowner) "
                  "FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.oid >= 13000 "
                  "AND n.nspname <> 'pg_catalog' ORDER BY 2")
              .rows == Rows{{"pg_temp_4711", "notes", "r", "t", "1", "false", "admin"},
                            {"public", "sales", "r", "p", "8", "true", "admin"},
                            {"public", "sales_pkey", "i", "p", "1", "false", "admin"},
                            {"public", "v_sales", "v", "p", "2", "false", "admin"}});
    CHECK(catalog.value("SELECT relkind || relname FROM pg_class WHERE oid = 90100") == "vstv_recents");
    CHECK(catalog.value("SELECT count(*) FROM pg_class WHERE relname LIKE 'duckdb%'") == "0");
    CHECK(catalog.query("SELECT nspname, oid FROM pg_namespace ORDER BY 2").rows ==
          Rows{{"pg_catalog", "11"}, {"public", "2200"}, {"pg_temp_4711", "11000"}, {"information_schema", "12500"}});
}

TEST_CASE("pg_attribute gives PostgreSQL's types, lengths and modifiers") {
    CatalogFixture catalog;
    make_objects(catalog);
    CHECK(
        catalog
            .query("SELECT attname, attnum, format_type(atttypid, atttypmod), attnotnull, atthasdef FROM pg_attribute "
                   "WHERE attrelid = 'sales'::regclass ORDER BY attnum")
            .rows == Rows{{"salesid", "1", "integer", "true", "false"},
                          {"name", "2", "character varying(20)", "false", "true"},
                          {"code", "3", "character(3)", "false", "false"},
                          {"price", "4", "numeric(8,2)", "false", "false"},
                          {"sold", "5", "timestamp without time zone", "false", "false"},
                          {"big", "6", "bigint", "false", "false"},
                          {"flag", "7", "boolean", "false", "false"},
                          {"free", "8", "character varying", "false", "false"}});
    CHECK(catalog
              .query("SELECT attname, format_type(atttypid, atttypmod) FROM pg_attribute WHERE attrelid = 90100 "
                     "AND attnum IN (2, 7)")
              .rows == Rows{{"status", "character(20)"}, {"query", "character(600)"}});
    CHECK(catalog.value("SELECT pg_get_expr(adbin, adrelid) FROM pg_attrdef WHERE adrelid = 'sales'::regclass") ==
          "'none'::character varying");
}

TEST_CASE("keys come from the engine's constraints") {
    CatalogFixture catalog;
    make_objects(catalog);
    REQUIRE(
        catalog.query("CREATE TABLE parts(part integer, sale integer REFERENCES sales(salesid), UNIQUE(part, sale))")
            .error == "");
    CHECK(catalog
              .query("SELECT conname, contype, conrelid::regclass, conkey, pg_get_constraintdef(oid) "
                     "FROM pg_constraint ORDER BY conname")
              .rows == Rows{{"parts_part_sale_key", "u", "parts", "[1, 2]", "UNIQUE (part, sale)"},
                            {"parts_sale_fkey", "f", "parts", "[2]", "FOREIGN KEY (sale) REFERENCES sales(salesid)"},
                            {"sales_pkey", "p", "sales", "[1]", "PRIMARY KEY (salesid)"}});
    CHECK(catalog
              .query("SELECT constraint_name, column_name, ordinal_position FROM information_schema.key_column_usage "
                     "WHERE table_name = 'parts' ORDER BY 1, 3")
              .rows == Rows{{"parts_part_sale_key", "part", "1"},
                            {"parts_part_sale_key", "sale", "2"},
                            {"parts_sale_fkey", "sale", "1"}});
    CHECK(catalog
              .query("SELECT table_name, column_name FROM information_schema.constraint_column_usage "
                     "WHERE constraint_name = 'parts_sale_fkey'")
              .rows == Rows{{"sales", "salesid"}});
}

TEST_CASE("information_schema and the SVV views describe columns") {
    CatalogFixture catalog;
    make_objects(catalog);
    CHECK(catalog
              .query("SELECT column_name, data_type, character_maximum_length, numeric_precision, numeric_scale, "
                     "is_nullable, udt_name FROM information_schema.columns WHERE table_name = 'sales' "
                     "AND ordinal_position IN (1, 2, 4)")
              .rows == Rows{{"salesid", "integer", "NULL", "32", "0", "NO", "int4"},
                            {"name", "character varying", "20", "NULL", "NULL", "YES", "varchar"},
                            {"price", "numeric", "NULL", "8", "2", "YES", "numeric"}});
    CHECK(catalog
              .query("SELECT table_name, table_type FROM information_schema.tables WHERE table_schema = 'public' "
                     "ORDER BY 1")
              .rows == Rows{{"sales", "BASE TABLE"}, {"v_sales", "VIEW"}});
    CHECK(catalog
              .query("SELECT table_name, table_type, remarks FROM svv_all_tables WHERE schema_name = 'public' "
                     "ORDER BY 1")
              .rows == Rows{{"sales", "TABLE", "what was sold"}, {"v_sales", "VIEW", "NULL"}});
    CHECK(catalog.value("SELECT remarks FROM svv_columns WHERE table_name = 'sales' AND column_name = 'price'") ==
          "in dollars");
    CHECK(catalog.query("SELECT \"column\", type, \"notnull\" FROM pg_table_def WHERE tablename = 'sales' LIMIT 2")
              .rows == Rows{{"salesid", "integer", "true"}, {"name", "character varying(20)", "false"}});
    CHECK(catalog.value("SELECT count(*) FROM pg_table_def WHERE schemaname = 'information_schema'") == "0");
    CHECK(catalog.value("SELECT viewname FROM pg_views WHERE schemaname = 'public'") == "v_sales");
}

TEST_CASE("a user's own relation does not stand in for one a system view reads") {
    CatalogFixture catalog;
    REQUIRE(catalog.query("CREATE VIEW rs_relations AS SELECT 1 AS oid").error == "");
    REQUIRE(catalog.query("CREATE MACRO least(a, b) AS -7").error == "");
    REQUIRE(catalog.query("CREATE MACRO rs_sees_user(a) AS true").error == "");
    CHECK(catalog.value("SELECT count(*) FROM pg_catalog.pg_class WHERE relname = 'rs_relations'") == "1");
    catalog.session.live_rows->running = {std::make_shared<QueryRow>()};
    catalog.session.is_superuser = false;
    CHECK(catalog.value("SELECT count(*) FROM pg_catalog.stv_recents") == "0");
    catalog.session.is_superuser = true;
    CHECK(catalog.value("SELECT duration >= 0 FROM pg_catalog.stv_recents") == "true");
}

TEST_CASE("databases, roles and settings are listed") {
    CatalogFixture catalog;
    catalog.session.settings = {{"search_path", "public"}, {"datestyle", "ISO, MDY"}};
    CHECK(
        catalog.query("SELECT datname, pg_get_userbyid(datdba), pg_encoding_to_char(encoding) FROM pg_database").rows ==
        Rows{{"dev", "admin", "UTF8"}});
    CHECK(catalog.query("SELECT rolname, rolsuper, rolcanlogin, rolconnlimit FROM pg_roles ORDER BY oid").rows ==
          Rows{{"rdsdb", "true", "false", "-1"}, {"admin", "true", "true", "-1"}, {"reader", "false", "true", "5"}});
    CHECK(catalog.query("SELECT name, setting FROM pg_settings ORDER BY 1").rows ==
          Rows{{"datestyle", "ISO, MDY"}, {"search_path", "public"}});
    CHECK(catalog.value("SELECT typname FROM pg_type WHERE oid = 1043") == "varchar");
}
