// SHOW of objects (r_SHOW_TABLES and its like) becomes a query of the system views, so that parameters may stand where
// names do, as the drivers of Redshift send it. Columns are those that the drivers read.
#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"
#include "sql/dialect/rewriter.hpp"
#include "sql/parse/token_cursor.hpp"

#include <algorithm>

#include <fmt/core.h>

namespace redstart::sql {
namespace {

using protocol::SqlError;

class ShowReader {
public:
    explicit ShowReader(const Statement& statement) : cursor_(statement) { cursor_.next(); }

    std::string query() {
        if (cursor_.accept("databases"_w)) return databases();
        if (cursor_.accept("schemas"_w)) return schemas();
        if (cursor_.accept("tables"_w)) return tables();
        if (cursor_.accept("columns"_w)) return columns();
        if (cursor_.accept("constraints"_w)) return constraints();
        if (cursor_.accept("procedures"_w)) return procedures();
        if (cursor_.accept("functions"_w)) return functions();
        if (cursor_.accept("parameters"_w)) return parameters();
        if (cursor_.accept("grants"_w)) return grants();
        if (cursor_.accept("table"_w)) return definition("pg_show_table", "Show Table DDL statement");
        if (cursor_.accept("view"_w)) return definition("pg_show_view", "Show View DDL statement");
        auto name = "SHOW " + upper_case(cursor_.peek().text);
        if (spelled(cursor_.peek(), "external") || spelled(cursor_.peek(), "column"))
            name += " " + upper_case(cursor_.peek(1).text);
        throw SqlError(protocol::sqlstate::kFeatureNotSupported,
                       fmt::format("SQL command \"{}\" is not supported", name));
    }

private:
    // A name or a parameter, as a value.
    std::string value() {
        if (cursor_.peek().kind == TokenKind::Parameter) return std::string(cursor_.next().text) + "::varchar";
        if (is_string(cursor_.peek())) return quoted_string(cursor_.string()) + "::varchar";
        return quoted_string(cursor_.name()) + "::varchar";
    }

    // [[a.]b.]c, the last `least` parts at least; what is not given is the empty string.
    std::vector<std::string> values(std::size_t least, std::size_t most) {
        std::vector<std::string> parts{value()};
        while (cursor_.accept('.')) parts.push_back(value());
        if (parts.size() < least || parts.size() > most) cursor_.fail();
        parts.insert(parts.begin(), most - parts.size(), "");
        return parts;
    }

    // FROM kind name, as values() has it.
    std::vector<std::string> values_from(Word kind, std::size_t least, std::size_t most) {
        cursor_.expect("from"_w);
        cursor_.expect(kind);
        return values(least, most);
    }

    // [LIKE pattern] [LIMIT n], the end of every such statement.
    std::string rest(const std::string& name, const std::string& order) {
        std::string text;
        if (cursor_.accept("like"_w)) text = " AND " + name + " LIKE " + value();
        text += " ORDER BY " + order;
        if (cursor_.accept("limit"_w)) {
            if (cursor_.peek().kind != TokenKind::Integer && cursor_.peek().kind != TokenKind::Parameter)
                cursor_.fail();
            text += " LIMIT " + std::string(cursor_.next().text);
        }
        cursor_.expect_end();
        return text;
    }

    static std::string in_database(const std::string& value) {
        return value.empty() ? "true" : "pg_catalog.current_database()::varchar = " + value;
    }

    void expect_word(std::string_view word) {
        if (!spelled(cursor_.peek(), word)) cursor_.fail();
        cursor_.next();
    }

    std::string databases() {
        if (cursor_.peek().is("from"_w))
            throw SqlError(protocol::sqlstate::kFeatureNotSupported,
                           "SQL command \"SHOW DATABASES FROM DATA CATALOG\" is not supported");
        return "SELECT database_name, database_owner, database_type, database_acl, database_options AS parameters, "
               "database_isolation_level FROM pg_catalog.svv_redshift_databases WHERE true" +
               rest("database_name", "database_name");
    }

    std::string schemas() {
        cursor_.expect("from"_w);
        cursor_.expect("database"_w);
        const auto database = value();
        return "SELECT database_name, schema_name, schema_owner, schema_type, schema_acl, NULL::varchar AS "
               "source_database, schema_option FROM pg_catalog.svv_redshift_schemas WHERE database_name = " +
               database + rest("schema_name", "schema_name");
    }

    std::string tables() {
        const auto name = values_from("schema"_w, 1, 2);
        return "SELECT pg_catalog.current_database()::varchar(128) AS database_name, n.nspname::varchar(128) AS "
               "schema_name, c.relname::varchar(128) AS table_name, CASE c.relkind WHEN 'v' THEN 'VIEW' ELSE 'TABLE' "
               "END::varchar(128) AS table_type, NULL::varchar(128) AS table_acl, "
               "pg_catalog.obj_description(c.oid)::varchar(256) AS remarks, "
               "pg_catalog.pg_get_userbyid(c.relowner)::varchar(128) AS owner, NULL::timestamp AS last_altered_time, "
               "NULL::timestamp AS last_modified_time, CASE WHEN c.relkind <> 'r' OR n.nspname IN ('pg_catalog', "
               "'information_schema') THEN NULL WHEN c.reldiststyle = 0 THEN 'EVEN' WHEN c.reldiststyle = 1 THEN 'KEY' "
               "WHEN c.reldiststyle = 8 THEN 'ALL' ELSE 'AUTO' END::varchar(128) AS dist_style, CASE WHEN "
               "n.nspname IN ('pg_catalog', 'information_schema') THEN NULL WHEN c.relkind = 'r' THEN 'REGULAR TABLE' "
               "WHEN c.relnatts = 0 THEN 'LATE BINDING VIEW' ELSE 'REGULAR VIEW' END::varchar(128) AS table_subtype "
               "FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
               "WHERE c.relkind IN ('r', 'v') AND n.nspname = " +
               name[1] + " AND " + in_database(name[0]) + rest("c.relname", "table_name");
    }

    std::string columns() {
        const auto name = values_from("table"_w, 2, 3);
        return "SELECT s.table_catalog::varchar(128) AS database_name, s.table_schema::varchar(128) AS schema_name, "
               "s.table_name::varchar(128) AS table_name, s.column_name::varchar(128) AS column_name, "
               "s.ordinal_position, s.column_default, s.is_nullable, s.data_type, s.character_maximum_length, "
               "s.numeric_precision, s.numeric_scale, s.remarks, CASE WHEN a.attsortkeyord = 0 OR a.attnum IS NULL "
               "THEN '' WHEN EXISTS (SELECT 1 FROM pg_catalog.pg_attribute i WHERE i.attrelid = c.oid AND "
               "i.attsortkeyord < 0) THEN 'INTERLEAVED' ELSE 'COMPOUND' END::varchar AS sort_key_type, "
               "pg_catalog.abs(coalesce(a.attsortkeyord, 0))::int AS sort_key, CASE WHEN a.attisdistkey THEN 1 ELSE 0 "
               "END AS dist_key, pg_catalog.format_encoding(coalesce(a.attencodingtype, 0)::int)::varchar AS encoding, "
               "NULL::varchar AS collation FROM pg_catalog.svv_columns s JOIN pg_catalog.pg_namespace n ON n.nspname "
               "= s.table_schema JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid AND c.relname = s.table_name "
               "LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum = s.ordinal_position WHERE "
               "s.table_schema = " +
               name[1] + " AND s.table_name = " + name[2] + " AND " + in_database(name[0]) +
               rest("s.column_name", "s.ordinal_position");
    }

    std::string constraints() {
        const bool primary = cursor_.accept("primary"_w);
        if (!primary) cursor_.expect("foreign"_w);
        expect_word("keys");
        const bool exported = !primary && spelled(cursor_.peek(), "exported");
        if (exported) cursor_.next();
        const auto name = values_from("table"_w, 2, 3);
        const auto of = [&name](const std::string& schema, const std::string& table) {
            return schema + ".nspname = " + name[1] + " AND " + table + ".relname = " + name[2] + " AND " +
                   in_database(name[0]);
        };
        if (primary)
            return "SELECT pg_catalog.current_database()::varchar AS database_name, n.nspname::varchar AS schema_name, "
                   "c.relname::varchar AS table_name, a.attname::varchar AS column_name, (k.keys).n::int AS "
                   "key_seq, k.conname::varchar AS pk_name FROM (SELECT conrelid, conname, "
                   "information_schema._pg_expandarray("
                   "conkey) AS keys FROM pg_catalog.pg_constraint WHERE contype = 'p') k JOIN pg_catalog.pg_class c ON "
                   "c.oid = k.conrelid JOIN pg_catalog.pg_namespace n "
                   "ON n.oid = c.relnamespace JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum = "
                   "(k.keys).x "
                   "WHERE " +
                   of("n", "c") + rest("a.attname", "key_seq");
        return "SELECT pg_catalog.current_database()::varchar AS pk_database_name, pn.nspname::varchar AS "
               "pk_schema_name, pc.relname::varchar AS pk_table_name, pa.attname::varchar AS pk_column_name, "
               "pg_catalog.current_database()::varchar AS fk_database_name, fn.nspname::varchar AS fk_schema_name, "
               "fc.relname::varchar AS fk_table_name, fa.attname::varchar AS fk_column_name, (k.keys).n::int AS "
               "key_seq, "
               "3::int AS update_rule, 3::int AS delete_rule, k.conname::varchar AS fk_name, pk.conname::varchar AS "
               "pk_name, 7::int AS deferrability FROM (SELECT oid, conrelid, confrelid, conname, confkey, "
               "information_schema._pg_expandarray(conkey) AS keys FROM pg_catalog.pg_constraint WHERE contype = 'f') "
               "k JOIN pg_catalog.pg_class fc ON fc.oid = k.conrelid "
               "JOIN pg_catalog.pg_namespace fn ON fn.oid = fc.relnamespace JOIN pg_catalog.pg_attribute fa ON "
               "fa.attrelid = fc.oid AND fa.attnum = (k.keys).x JOIN pg_catalog.pg_class pc ON pc.oid = k.confrelid "
               "JOIN "
               "pg_catalog.pg_namespace pn ON pn.oid = pc.relnamespace JOIN pg_catalog.pg_attribute pa ON "
               "pa.attrelid = pc.oid AND pa.attnum = k.confkey[(k.keys).n] LEFT JOIN pg_catalog.pg_depend d ON "
               "d.classid = "
               "2606 AND d.objid = k.oid LEFT JOIN pg_catalog.pg_constraint pk ON pk.oid = d.refobjid WHERE " +
               (exported ? of("pn", "pc") : of("fn", "fc")) +
               rest("fa.attname", "pk_schema_name, pk_table_name, fk_schema_name, fk_table_name, fk_name, key_seq");
    }

    // What was granted on one object, or to one grantee. The columns are INF.
    std::string grants() {
        if (cursor_.accept("for"_w)) return granted("true", "true", "true") + grantee() + rest("object_name", kOrder);
        cursor_.expect("on"_w);
        std::string wanted;
        if (cursor_.accept("schema"_w)) {
            const auto name = values(1, 2);
            wanted = granted("false", "namespace_name = " + name[1] + " AND " + in_database(name[0]), "false");
        } else if (cursor_.accept("database"_w)) {
            wanted = granted("false", "false", "database_name = " + value());
        } else {
            cursor_.accept("table"_w);
            const auto name = values(1, 3);
            const auto schema = name[1].empty() ? "pg_catalog.current_schema()::varchar" : name[1];
            wanted = granted("relation_name = " + name[2] + " AND namespace_name = " + schema + " AND " +
                                 in_database(name[0]),
                             "false", "false");
        }
        if (cursor_.accept("for"_w)) wanted += grantee();
        return wanted + rest("object_name", kOrder);
    }

    static constexpr const char* kOrder = "object_type, schema_name, object_name, identity_type, identity_name, "
                                          "privilege_type";

    static std::string granted(const std::string& relations, const std::string& schemas, const std::string& databases) {
        const std::string rest =
            "privilege_type::varchar, identity_id, identity_name::varchar, identity_type::varchar, "
            "admin_option";
        return "SELECT * FROM (SELECT pg_catalog.current_database()::varchar AS database_name, namespace_name::varchar "
               "AS schema_name, relation_name::varchar AS object_name, 'TABLE'::varchar AS object_type, " +
               rest + ", 'TABLE'::varchar AS privilege_scope FROM pg_catalog.svv_relation_privileges WHERE " +
               relations +
               " UNION ALL SELECT pg_catalog.current_database()::varchar, namespace_name::varchar, "
               "namespace_name::varchar, 'SCHEMA'::varchar, " +
               rest + ", privilege_scope::varchar FROM pg_catalog.svv_schema_privileges WHERE " + schemas +
               " UNION ALL SELECT database_name::varchar, NULL::varchar, database_name::varchar, "
               "'DATABASE'::varchar, " +
               rest + ", privilege_scope::varchar FROM pg_catalog.svv_database_privileges WHERE " + databases +
               ") grants WHERE true";
    }

    std::string grantee() {
        if (spelled(cursor_.peek(), "public") && cursor_.peek().kind == TokenKind::Identifier) {
            cursor_.next();
            return " AND identity_type = 'public'";
        }
        const auto* kind = cursor_.accept("role"_w) ? "role" : cursor_.accept("group"_w) ? "group" : "user";
        return std::string(" AND identity_type = '") + kind + "' AND identity_name = " + value();
    }

    // There are no procedures of users yet.
    std::string procedures() {
        const auto name = values_from("schema"_w, 1, 2);
        return "SELECT database_name, schema_name, function_name AS procedure_name, result_type::varchar AS "
               "return_type, argument_type::varchar AS argument_list FROM pg_catalog.svv_redshift_functions WHERE "
               "function_type = 'STORED PROCEDURE' AND schema_name = " +
               name[1] + " AND " + in_database(name[0]) + rest("function_name", "procedure_name, argument_list");
    }

    std::string functions() {
        const auto name = values_from("schema"_w, 1, 2);
        return "SELECT database_name, schema_name, function_name, result_type::varchar AS return_type, "
               "argument_type::varchar AS argument_list FROM pg_catalog.svv_redshift_functions WHERE function_type <> "
               "'STORED PROCEDURE' AND schema_name = " +
               name[1] + " AND " + in_database(name[0]) + rest("function_name", "function_name, argument_list");
    }

    // Of the functions that are there, none tells the names of its parameters.
    std::string parameters() {
        expect_word("of");
        const bool procedure = cursor_.accept("procedure"_w);
        if (!procedure) cursor_.expect("function"_w);
        const auto name = values(2, 3);
        std::string mentioned;
        for (const auto& part : name)
            if (part.starts_with('$')) mentioned += " AND " + part + " IS NOT NULL";
        cursor_.expect('(');
        while (!cursor_.accept(')')) {
            if (cursor_.at_end()) cursor_.fail();
            const auto& token = cursor_.next();
            if (token.kind == TokenKind::Parameter)
                mentioned += " AND " + std::string(token.text) + "::varchar IS NOT NULL";
        }
        return std::string("SELECT database_name, schema_name, function_name AS ") +
               (procedure ? "procedure_name" : "function_name") +
               ", ''::varchar AS parameter_name, 1 AS ordinal_position, ''::varchar AS parameter_type, ''::varchar AS "
               "data_type, NULL::int AS character_maximum_length, NULL::int AS numeric_precision, NULL::int AS "
               "numeric_scale FROM pg_catalog.svv_redshift_functions WHERE false" +
               mentioned + rest("function_name", "ordinal_position");
    }

    std::string definition(const char* function, const char* column) {
        std::string written;
        for (const auto& part : cursor_.qualified_name()) {
            std::string quoted;
            for (const char c : part) quoted.append(c == '"' ? 2 : 1, c);
            written.append(written.empty() ? "\"" : ".\"").append(quoted).append("\"");
        }
        cursor_.expect_end();
        return std::string("SELECT pg_catalog.") + function + "(" + quoted_string(written) + ") AS \"" + column + "\"";
    }

    TokenCursor cursor_;
};

} // namespace

void rewrite_show(Rewriter& rewriter) {
    rewriter.replace(0, rewriter.size(), ShowReader(rewriter.statement()).query());
}

} // namespace redstart::sql
