#include "catalog/engine/object_notes.hpp"
#include "catalog/information/definitions.hpp"
#include "catalog/information/procedures.hpp"
#include "catalog/information/scalar_function.hpp"
#include "catalog/object/catalog_index.hpp"
#include "catalog/object/identifiers.hpp"
#include "catalog/object/object_size.hpp"
#include "protocol/error.hpp"
#include "protocol/pg_type.hpp"
#include "protocol/sqlstate.hpp"

#include <fmt/core.h>

namespace redstart::catalog {

namespace {

using protocol::SqlError;

std::uint32_t oid_argument(FunctionCall& call, std::size_t argument) {
    return static_cast<std::uint32_t>(call.integer(argument));
}

// The relation an argument names, by OID or by name; nullptr for an OID without one.
const RelationRow* relation_argument(FunctionCall& call, std::size_t argument) {
    if (!call.is_text(argument)) return call.index().find(oid_argument(call, argument));
    const auto name = call.text(argument);
    if (const auto* relation = call.index().find(std::string_view(name))) return relation;
    throw SqlError(protocol::sqlstate::kUndefinedTable, fmt::format("relation \"{}\" does not exist", name));
}

Datum optional_text(std::optional<std::string> text) { return text ? Datum(*std::move(text)) : Datum(); }

Datum user_by_id(FunctionCall& call) {
    return user_name(call.directories(), static_cast<std::int32_t>(call.integer(0)));
}

Datum format_type(FunctionCall& call) {
    if (call.is_null(0)) return {};
    const auto type = oid_argument(call, 0);
    if (call.is_null(1)) return protocol::format_type(type);
    return protocol::format_type(type, static_cast<std::int32_t>(call.integer(1)));
}

Datum view_text(FunctionCall& call) {
    const auto* relation = relation_argument(call, 0);
    return relation == nullptr ? Datum() : Datum(view_definition(*relation));
}

Datum constraint_text(FunctionCall& call) {
    const auto wanted = oid_argument(call, 0);
    for (auto& row : constraints(call.index().relations()))
        if (row.oid == wanted) return std::move(row.definition);
    return {};
}

// Of a key, whose number its index shares; of one column of it when the second argument names its place.
Datum index_text(FunctionCall& call) {
    const auto wanted = oid_argument(call, 0);
    const auto place = call.size() > 1 ? call.integer(1) : 0;
    for (auto& row : constraints(call.index().relations())) {
        if (row.oid != wanted || (row.type != 'p' && row.type != 'u')) continue;
        if (place <= 0) return std::move(row.index_definition);
        const auto* relation = call.index().find(row.relation);
        if (relation == nullptr || place > static_cast<std::int64_t>(row.columns.size())) return std::string();
        for (const auto& column : attributes(*relation))
            if (column.number == row.columns[static_cast<std::size_t>(place - 1)]) return quote_identifier(column.name);
    }
    return {};
}

// Stored expressions are kept as text: there is nothing to translate.
Datum expression_text(FunctionCall& call) { return call.text(0); }

// Of kinds of objects there are none of: no OID has a definition.
Datum no_object(FunctionCall&) { return {}; }

// COMMENT ON texts: relations and schemas; of every other catalog there are none.
Datum object_comment(FunctionCall& call) {
    const auto catalog = call.size() > 1 ? call.text(1) : "pg_class";
    const auto oid = oid_argument(call, 0);
    if (catalog == "pg_namespace") {
        const auto* schema = call.index().find_namespace(oid);
        return schema == nullptr || schema->comment.empty() ? Datum() : Datum(schema->comment);
    }
    if (catalog == "pg_constraint")
        for (auto& row : constraints(call.index().relations()))
            if (row.oid == oid) return optional_text(std::move(row.comment));
    const auto* relation = catalog == "pg_class" ? call.index().find(oid) : nullptr;
    return relation == nullptr ? Datum() : optional_text(comment_of(*relation));
}

// Of the session's database alone: every other keeps its own.
Datum shared_comment(FunctionCall& call) {
    const auto found = find_database(call.directories(), oid_argument(call, 0));
    const auto& current = call.session().database();
    if (call.text(1) != "pg_database" || !found || found->name != current) return {};
    return optional_text(notes_of(call.engine(), current, kDatabaseNotes).description);
}

Datum column_comment(FunctionCall& call) {
    const auto* relation = call.index().find(oid_argument(call, 0));
    if (relation == nullptr) return {};
    for (auto& column : attributes(*relation))
        if (column.number == call.integer(1)) return optional_text(std::move(column.comment));
    return {};
}

// The numbers of PostgreSQL's pg_enc that a database can have here, and their names.
constexpr std::pair<std::int64_t, std::string_view> kEncodings[] = {{0, "SQL_ASCII"}, {6, "UTF8"}, {8, "LATIN1"}};

Datum encoding_name(FunctionCall& call) {
    for (const auto& [number, name] : kEncodings)
        if (number == call.integer(0)) return std::string(name);
    return std::string();
}

Datum encoding_number(FunctionCall& call) {
    for (const auto& [number, name] : kEncodings)
        if (name == call.text(0)) return number;
    return std::int64_t{-1};
}

Datum procedure_arguments(FunctionCall& call) {
    const auto* procedure = find_procedure(oid_argument(call, 0));
    return procedure == nullptr ? Datum() : Datum(argument_list(*procedure));
}

Datum procedure_result(FunctionCall& call) {
    const auto* procedure = find_procedure(oid_argument(call, 0));
    if (procedure == nullptr) return {};
    return protocol::format_type(procedure->result);
}

Datum relation_bytes(FunctionCall& call) {
    const auto* relation = relation_argument(call, 0);
    return relation == nullptr ? Datum() : Datum(relation_size(call.engine(), *relation));
}

Datum file_bytes(FunctionCall& call, const std::string& database) {
    const auto size = database_size(call.engine(), database);
    return size ? Datum(size->file_bytes) : Datum();
}

Datum database_bytes(FunctionCall& call) {
    const auto found = call.is_text(0) ? call.directories().databases.find(call.text(0))
                                       : find_database(call.directories(), oid_argument(call, 0));
    if (found) return file_bytes(call, found->name);
    if (!call.is_text(0)) return Datum(); // by its oid: it was there when pg_database was read
    throw SqlError(protocol::sqlstate::kInvalidCatalogName,
                   fmt::format("database \"{}\" does not exist", call.text(0)));
}

Datum log_bytes(FunctionCall& call) {
    const auto found = find_database(call.directories(), oid_argument(call, 0));
    const auto size = found ? database_size(call.engine(), found->name) : std::nullopt;
    return size ? Datum(size->log_bytes) : Datum();
}

// Every database lies in the default tablespace, none in the other.
Datum tablespace_bytes(FunctionCall& call) {
    const auto name = call.text(0);
    std::int64_t total = 0;
    if (name == "pg_default" || name == "1663")
        for (const auto& database : call.directories().databases.all())
            total += database_size(call.engine(), database->name).value_or(DatabaseSize{}).file_bytes;
    else if (name != "pg_global" && name != "1664")
        throw SqlError(protocol::sqlstate::kUndefinedObject, fmt::format("tablespace \"{}\" does not exist", name));
    return total;
}

constexpr auto kFunctions = std::to_array<ScalarFunction>({
    {"pg_get_userbyid", "userid oid", "result name", Stability::Stable, user_by_id},
    {"format_type", "type oid, typmod int", "result text", Stability::Immutable, format_type, Nulls::Called},
    {"pg_get_viewdef", "view oid", "result text", Stability::Stable, view_text},
    {"pg_get_viewdef", "view oid, pretty boolean", "result text", Stability::Stable, view_text},
    {"pg_get_viewdef", "view text", "result text", Stability::Stable, view_text},
    {"pg_get_viewdef", "view text, pretty boolean", "result text", Stability::Stable, view_text},
    {"pg_show_table", "table_name text", "result text", Stability::Stable, table_definition},
    {"pg_show_view", "view_name text", "result text", Stability::Stable, view_statement},
    {"pg_get_constraintdef", "constraint_oid oid", "result text", Stability::Stable, constraint_text},
    {"pg_get_constraintdef", "constraint_oid oid, pretty boolean", "result text", Stability::Stable, constraint_text},
    {"pg_get_expr", "expression text, relation oid", "result text", Stability::Stable, expression_text},
    {"pg_get_expr", "expression text, relation oid, pretty boolean", "result text", Stability::Stable, expression_text},
    {"pg_get_indexdef", "index oid", "result text", Stability::Stable, index_text},
    {"pg_get_indexdef", "index oid, attribute int, pretty boolean", "result text", Stability::Stable, index_text},
    {"pg_get_triggerdef", "trigger oid", "result text", Stability::Stable, no_object},
    {"pg_get_triggerdef", "trigger oid, pretty boolean", "result text", Stability::Stable, no_object},
    {"pg_get_ruledef", "rule oid", "result text", Stability::Stable, no_object},
    {"pg_get_ruledef", "rule oid, pretty boolean", "result text", Stability::Stable, no_object},
    {"pg_get_serial_sequence", "relation text, attribute text", "result text", Stability::Stable, no_object},
    {"pg_describe_object", "catalog oid, object oid, part int", "result text", Stability::Stable, no_object},
    {"pg_tablespace_location", "tablespace oid", "result text", Stability::Stable,
     [](FunctionCall&) -> Datum { return std::string(); }},
    {"obj_description", "object oid", "result text", Stability::Stable, object_comment},
    {"obj_description", "object oid, catalog name", "result text", Stability::Stable, object_comment},
    {"shobj_description", "object oid, catalog name", "result text", Stability::Stable, shared_comment},
    {"col_description", "relation oid, attribute int", "result text", Stability::Stable, column_comment},
    {"pg_encoding_to_char", "encoding int", "result name", Stability::Immutable, encoding_name},
    {"pg_char_to_encoding", "encoding name", "result int", Stability::Immutable, encoding_number},
    {"pg_get_function_arguments", "function oid", "result text", Stability::Stable, procedure_arguments},
    {"pg_get_function_identity_arguments", "function oid", "result text", Stability::Stable, procedure_arguments},
    {"pg_get_function_result", "function oid", "result text", Stability::Stable, procedure_result},
    {"pg_relation_size", "relation oid", "result bigint", Stability::Stable, relation_bytes},
    {"pg_relation_size", "relation text", "result bigint", Stability::Stable, relation_bytes},
    {"pg_table_size", "relation oid", "result bigint", Stability::Stable, relation_bytes},
    {"pg_table_size", "relation text", "result bigint", Stability::Stable, relation_bytes},
    {"pg_total_relation_size", "relation oid", "result bigint", Stability::Stable, relation_bytes},
    {"pg_total_relation_size", "relation text", "result bigint", Stability::Stable, relation_bytes},
    {"pg_database_size", "database oid", "result bigint", Stability::Stable, database_bytes},
    {"pg_database_size", "database name", "result bigint", Stability::Stable, database_bytes},
    {"rs_log_size", "database oid", "result bigint", Stability::Stable, log_bytes},
    {"pg_tablespace_size", "tablespace oid", "result bigint", Stability::Stable, tablespace_bytes},
    {"pg_tablespace_size", "tablespace name", "result bigint", Stability::Stable, tablespace_bytes},
});

} // namespace

std::span<const ScalarFunction> object_functions() { return kFunctions; }

} // namespace redstart::catalog
