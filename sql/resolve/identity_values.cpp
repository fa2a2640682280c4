#include "sql/resolve/identity_values.hpp"

#include "catalog/object/identity.hpp"
#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"
#include "sql/object/table_entry.hpp"

#include <algorithm>

#include <duckdb.hpp>
#include <duckdb/catalog/catalog_entry/table_catalog_entry.hpp>
#include <duckdb/parser/statement/insert_statement.hpp>
#include <duckdb/parser/statement/merge_into_statement.hpp>
#include <duckdb/parser/statement/update_statement.hpp>
#include <duckdb/parser/tableref/expressionlistref.hpp>

namespace redstart::sql {

namespace state = protocol::sqlstate;
using protocol::SqlError;

namespace {

bool is_default(const duckdb::ParsedExpression& value) {
    return value.GetExpressionClass() == duckdb::ExpressionClass::DEFAULT;
}

bool has(const std::vector<std::string>& names, const std::string& wanted) {
    return std::any_of(names.begin(), names.end(),
                       [&](const auto& name) { return duckdb::StringUtil::CIEquals(name, wanted); });
}

[[noreturn]] void refuse_value() {
    throw SqlError(state::kFeatureNotSupported, "cannot set an identity column to a value");
}

} // namespace

// DEFAULT may stand for a value, in every row.
void refuse_identity_values(duckdb::ClientContext& context, const Relation& relation,
                            const duckdb::InsertStatement& statement) {
    if (!statement.select_statement) return;
    const auto generated = catalog::generated_columns(table_entry(context, relation));
    if (generated.empty()) return;
    const auto columns =
        statement.columns.empty() ? table_entry(context, relation).GetColumns().GetColumnNames() : statement.columns;
    const auto values = statement.GetValuesList();
    for (std::size_t i = 0; i < columns.size(); ++i) {
        if (!has(generated, columns[i])) continue;
        if (!values) refuse_value();
        for (const auto& row : values->values)
            if (i < row.size() && !is_default(*row[i])) refuse_value();
    }
}

void refuse_identity_changes(duckdb::ClientContext& context, const Relation& relation,
                             const duckdb::UpdateSetInfo& set) {
    const auto generated = catalog::generated_columns(table_entry(context, relation));
    for (const auto& column : set.columns)
        if (has(generated, column)) refuse_value();
}

void refuse_identity_values(duckdb::ClientContext& context, const Relation& relation,
                            const duckdb::MergeIntoAction& action) {
    if (action.update_info) refuse_identity_changes(context, relation, *action.update_info);
    if (action.expressions.empty()) return;
    const auto generated = catalog::generated_columns(table_entry(context, relation));
    if (generated.empty()) return;
    const auto names = action.insert_columns.empty() ? table_entry(context, relation).GetColumns().GetColumnNames()
                                                     : action.insert_columns;
    for (std::size_t i = 0; i < names.size() && i < action.expressions.size(); ++i)
        if (has(generated, names[i]) && !is_default(*action.expressions[i])) refuse_value();
}

} // namespace redstart::sql
