#include "sql/qualify/function_calls.hpp"

#include "catalog/engine/query_location.hpp"
#include "catalog/functions/kit/call_errors.hpp"
#include "catalog/information/function_names.hpp"
#include "catalog/signatures/signature.hpp"
#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"
#include "sql/parse/table_report.hpp"
#include "sql/tree/window_functions.hpp"

#include <cctype>

#include <duckdb.hpp>
#include <duckdb/parser/expression/list.hpp>
#include <fmt/core.h>

namespace redstart::sql {
namespace {

namespace state = protocol::sqlstate;
using duckdb::ExpressionClass;
using duckdb::FunctionExpression;
using duckdb::ParsedExpression;
using protocol::SqlError;

// Seconds since 1970 are more than an integer holds; the dialect pass has written all spellings alike.
bool is_epoch(const ParsedExpression& part) {
    return part.GetExpressionClass() == ExpressionClass::CONSTANT &&
           part.Cast<duckdb::ConstantExpression>().value.ToString() == "epoch";
}

// Operators that the dialect pass gives names which the engine's parser takes and keeps apart: ~, !~ and #. EXTRACT is
// what the parser makes a call of main.date_part.
std::string function_name(const FunctionExpression& call) {
    const auto& written = call.function_name;
    if (written == "~@") return "rs_regex_match";
    if (written == "!~@") return "rs_regex_not_match";
    if (written == "<^>") return "xor";
    if (written == "~*") return "rs_regex_imatch";
    if (written == "!~*") return "rs_regex_not_imatch";
    if (written == "|/") return "sqrt";
    if (written == "||/") return "cbrt";
    if (written == "date_part" && call.schema == "main" && call.children.size() == 2)
        return is_epoch(*call.children[0]) ? "rs_extract_epoch" : "rs_extract";
    return duckdb::StringUtil::Lower(written);
}

// Names that the engine's parser gives to PERCENTILE_*; in the client's own text they have no order beside them.
bool is_written_quantile(const FunctionExpression& call, const std::string& name) {
    return name.starts_with("quantile_") && (!call.order_bys || call.order_bys->orders.empty());
}

// Of the names that the engine's parser writes by itself only those of the list are the client's, who alone qualifies
// with pg_catalog; and an operator is not a function of its name.
bool may_be_written(const FunctionNames& names, const FunctionExpression& call, const std::string& name) {
    if (call.is_operator) return true;
    if (call.schema == "pg_catalog" && names.schema_of(name) == "main") return catalog::find_signature(name) != nullptr;
    return name.empty() || std::isalpha(static_cast<unsigned char>(name[0])) != 0 || name[0] == '_';
}

// Functions for the dialect and the system views. The client's own text cannot name them.
bool is_internal(const std::string& written) {
    return duckdb::StringUtil::Lower(written).starts_with("rs_") && written != "rs_test_fault";
}

// A schema that is named must be there (PostgreSQL); the engine's parser names "main" by itself.
std::string named_function(duckdb::ClientContext& context, const std::string& database, const FunctionExpression& call,
                           const std::string& name) {
    if (call.schema.empty() || call.schema == "main") return name;
    const bool system = call.schema == "pg_catalog" || call.schema == "information_schema";
    if (!system && !duckdb::Catalog::GetSchema(context, database, call.schema, duckdb::OnEntryNotFound::RETURN_NULL)) {
        throw SqlError(state::kInvalidSchemaName, fmt::format("schema \"{}\" does not exist", call.schema))
            .position(catalog::position_at(call.GetQueryLocation()));
    }
    return call.schema + "." + name;
}

// Of a function that does not exist the error tells the arguments' types, which the engine finds.
void stand_in_for_missing(FunctionExpression& call, const std::string& name) {
    const auto position = catalog::position_at(call.GetQueryLocation());
    duckdb::vector<Owned<ParsedExpression>> arguments;
    arguments.push_back(duckdb::make_uniq<duckdb::ConstantExpression>(duckdb::Value(name)));
    arguments.push_back(duckdb::make_uniq<duckdb::ConstantExpression>(duckdb::Value::INTEGER(position)));
    for (auto& child : call.children) arguments.push_back(std::move(child));
    call = FunctionExpression("system", "pg_catalog", catalog::kMissingFunction, std::move(arguments));
}

constexpr const char* kSeries = "rs_series";
constexpr const char* kExpandedArray = "rs_expand_array";

} // namespace

bool name_set_function(FunctionExpression& call) {
    const auto name = duckdb::StringUtil::Lower(call.function_name);
    const bool series = name == "generate_series" && (call.schema.empty() || call.schema == "pg_catalog");
    if (!series && !(name == "_pg_expandarray" && call.schema == "information_schema")) return false;
    if (!call.HasAlias()) call.SetAlias(name);
    call.function_name = series ? kSeries : kExpandedArray;
    call.catalog = "system";
    call.schema = "pg_catalog";
    return true;
}

bool returns_list(const FunctionExpression& call) {
    return call.catalog == "system" && (call.function_name == kSeries || call.function_name == kExpandedArray);
}

bool is_outer_mark(const FunctionExpression& call) {
    return call.function_name == kOuterMark && call.children.size() == 1 &&
           call.children[0]->GetExpressionClass() == ExpressionClass::COLUMN_REF;
}

bool returns_records(const FunctionExpression& call) {
    if (call.catalog == "system" || !(call.schema.empty() || call.schema == "pg_catalog")) return false;
    const auto name = duckdb::StringUtil::Lower(call.function_name);
    return (name == "pg_get_late_binding_view_cols" && call.children.empty()) ||
           (name == "pg_get_cols" && call.children.size() == 1);
}

void refuse_missing(const std::string& name, int position) {
    const auto* row = catalog::find_signature(name);
    if (row != nullptr && row->made == catalog::Made::Missing)
        throw SqlError(state::kFeatureNotSupported, fmt::format("function {} is not supported", name))
            .position(position);
}

void name_function(duckdb::ClientContext& context, const NameScope& scope, FunctionExpression& call) {
    if (!call.catalog.empty() && !duckdb::StringUtil::CIEquals(call.catalog, scope.database))
        throw SqlError(state::kFeatureNotSupported,
                       fmt::format("cross-database references are not implemented: {}.{}.{}", call.catalog, call.schema,
                                   call.function_name));
    if (!call.catalog.empty() && call.schema == "main") // not from the parser, which names no database
        throw SqlError(state::kInvalidSchemaName, "schema \"main\" does not exist")
            .position(catalog::position_at(call.GetQueryLocation()));
    const auto name = function_name(call);
    const bool ours = call.schema.empty() || call.schema == "pg_catalog" || (call.schema == "main" && call.is_operator);
    const bool parser_made = call.schema == "main"; // the engine's parser qualifies substring, trim, position, ...
    const bool internal = is_internal(call.function_name);
    if (ours && is_window_function(name)) {
        throw SqlError(state::kWrongObjectType, fmt::format("window function {} requires an OVER clause", name))
            .position(catalog::position_at(call.GetQueryLocation()));
    }
    const bool callable = (ours || parser_made) && !internal && !is_written_quantile(call, name) &&
                          may_be_written(*scope.functions, call, name);
    const auto schema = callable ? scope.functions->schema_of(name) : std::string_view();
    if (schema.empty()) {
        if (ours) refuse_missing(name, catalog::position_at(call.GetQueryLocation()));
        return stand_in_for_missing(call, named_function(context, scope.database, call, name));
    }
    call.function_name = name;
    call.catalog = "system";
    call.schema = schema;
}

} // namespace redstart::sql
