// Definitions of tables: what CREATE TABLE and ALTER TABLE name.
#include "catalog/engine/entry_tags.hpp"
#include "catalog/engine/errors.hpp"
#include "catalog/engine/object_tags.hpp"
#include "catalog/object/object_acl.hpp"
#include "catalog/type/type_map.hpp"
#include "protocol/error.hpp"
#include "protocol/pg_type.hpp"
#include "protocol/sqlstate.hpp"
#include "sql/object/declared_keys.hpp"
#include "sql/object/name_lock.hpp"
#include "sql/object/table_entry.hpp"
#include "sql/object/table_tags.hpp"
#include "sql/object/type_change.hpp"
#include "sql/qualify/type_names.hpp"
#include "sql/resolve/definitions.hpp"
#include "sql/resolve/set_types.hpp"
#include "sql/resolve/statement_resolver.hpp"
#include "sql/rule/assigned_types.hpp"
#include "sql/rule/column_limits.hpp"
#include "sql/tree/choice_types.hpp"
#include "sql/tree/query_types.hpp"
#include "sql/tree/tree_check.hpp"
#include "sql/value/text_casts.hpp"

#include <duckdb.hpp>
#include <duckdb/catalog/catalog_entry/table_catalog_entry.hpp>
#include <duckdb/execution/expression_executor.hpp>
#include <duckdb/parser/expression/constant_expression.hpp>
#include <duckdb/parser/parsed_data/alter_table_info.hpp>
#include <duckdb/parser/parsed_data/create_table_info.hpp>
#include <duckdb/parser/statement/alter_statement.hpp>
#include <duckdb/parser/statement/select_statement.hpp>
#include <duckdb/planner/binder.hpp>
#include <duckdb/planner/expression_binder/constant_binder.hpp>
#include <fmt/core.h>

namespace redstart::sql {

namespace state = protocol::sqlstate;
using protocol::SqlError;

namespace {

std::size_t columns_of(duckdb::ClientContext& context, const Relation& table) {
    return table_entry(context, table).GetColumns().LogicalColumnCount();
}

// What a table is renamed to; nullptr when it is not.
const std::string* new_name(const duckdb::AlterInfo& info) {
    if (info.type != duckdb::AlterType::ALTER_TABLE) return nullptr;
    const auto& table = info.Cast<duckdb::AlterTableInfo>();
    if (table.alter_table_type != duckdb::AlterTableType::RENAME_TABLE) return nullptr;
    return &table.Cast<duckdb::RenameTableInfo>().new_table_name;
}

// What a resolved default is now. Throws what its computation throws.
Owned<duckdb::ParsedExpression> value_of(duckdb::ClientContext& context, const duckdb::ParsedExpression& written) {
    try {
        auto expression = written.Copy();
        const auto binder = duckdb::Binder::CreateBinder(context);
        duckdb::ConstantBinder constant(*binder, context, "DEFAULT value");
        const auto bound = constant.Bind(expression);
        return duckdb::make_uniq<duckdb::ConstantExpression>(
            duckdb::ExpressionExecutor::EvaluateScalar(context, *bound, true));
    } catch (const std::exception& error) { throw to_sql_error(error); }
}

// A type that is none of columns, in PostgreSQL's words.
std::string type_name(const duckdb::LogicalType& type) {
    if (type.id() == duckdb::LogicalTypeId::LIST) return type_name(duckdb::ListType::GetChildType(type)) + "[]";
    if (type.id() != duckdb::LogicalTypeId::USER) return protocol::format_type(catalog::wire_type(type).oid);
    const auto& name = duckdb::UserType::GetTypeName(type);
    const bool internal = name.starts_with("rs_"); // rs_varchar, rs_bpchar
    return internal ? (name == "rs_bpchar" ? "character" : "character varying") : name;
}

// The names that a query gives to the columns of its table are told apart (PostgreSQL). Too many columns are told as
// such, by the plan.
void refuse_repeated(const std::vector<std::string>& columns) {
    if (columns.size() > kMaxResultColumns) return;
    duckdb::case_insensitive_set_t seen;
    for (const auto& column : columns)
        if (!seen.insert(column).second)
            throw SqlError(state::kDuplicateColumn, fmt::format("column \"{}\" specified more than once", column));
}

// A default that is no value of its column's type is refused when it is declared, not by the first row (PostgreSQL).
void check_default(duckdb::ClientContext& context, const duckdb::ColumnDefinition& column,
                   const duckdb::ParsedExpression& value) {
    auto type = column.Type();
    const auto binder = duckdb::Binder::CreateBinder(context);
    try {
        binder->BindLogicalType(type);
        if (value.GetExpressionClass() == duckdb::ExpressionClass::CONSTANT) {
            const auto& constant = value.Cast<duckdb::ConstantExpression>().value;
            if (!constant.IsNull() && constant.type().id() == duckdb::LogicalTypeId::VARCHAR)
                return check_text(context, duckdb::StringValue::Get(constant), type);
        }
        auto expression = value.Copy();
        duckdb::ConstantBinder constant(*binder, context, "DEFAULT value");
        const auto source = constant.Bind(expression)->return_type;
        if (source.id() == duckdb::LogicalTypeId::SQLNULL || is_assignable(source, type)) return;
        throw SqlError(state::kDatatypeMismatch,
                       fmt::format("column \"{}\" is of type {} but default expression is of type {}", column.Name(),
                                   type_name(type), type_name(source)))
            .hint("You will need to rewrite or cast the expression.");
    } catch (const SqlError&) { throw; } catch (const std::exception& error) {
        throw to_sql_error(error);
    }
}

// "You can't drop a column that is the distribution key or a sort key" (r_ALTER_TABLE). The words are inferred.
void refuse_key_column(duckdb::ClientContext& context, const Relation& relation, const duckdb::RemoveColumnInfo& info) {
    const auto& table = table_entry(context, relation);
    for (const char* key : {"distkey", "sortkey"})
        for (const auto& column : duckdb::StringUtil::Split(catalog::tag_of(table, key), ','))
            if (duckdb::StringUtil::CIEquals(column, info.removed_column))
                throw SqlError(state::kFeatureNotSupported,
                               fmt::format("cannot drop {} column \"{}\"", key, info.removed_column));
}

// A foreign key to the table takes the right to refer to it.
void use_referenced(RelationUses& uses, const Relation& target) {
    uses.add(target, LockMode::AccessShare);
    uses.need(to_use(target, bit(catalog::Privilege::References)));
}

} // namespace

// Redshift's column types; the engine knows more (lists, structs, unsigned integers, uuid, ...).
void Definitions::column_type(duckdb::LogicalType& type) {
    using Id = duckdb::LogicalTypeId;
    switch (type.id()) {
    case Id::BOOLEAN:
    case Id::SMALLINT:
    case Id::INTEGER:
    case Id::BIGINT:
    case Id::FLOAT:
    case Id::DOUBLE:
    case Id::DECIMAL:
    case Id::VARCHAR:
    case Id::DATE:
    case Id::TIME:
    case Id::TIME_TZ:
    case Id::TIMESTAMP:
    case Id::TIMESTAMP_TZ:
    case Id::INTERVAL:
    case Id::BLOB: return;
    case Id::USER: return name_type(context_, type);
    default:
        name_type(context_, type); // 42704 for a type of the engine
        throw SqlError(state::kFeatureNotSupported,
                       fmt::format("type \"{}\" is not supported for a column", type_name(type)));
    }
}

void Definitions::create_table(duckdb::CreateTableInfo& info) {
    const auto mode = info.on_conflict;
    if (mode == duckdb::OnCreateConflict::REPLACE_ON_CONFLICT)
        throw SqlError(state::kSyntaxError, "syntax error at or near \"or\"");
    if (report_.table) tag_table(info, *report_.table);
    for (auto& column : info.columns.Logical()) {
        auto& changed = info.columns.GetColumnMutable(column.Logical());
        if (changed.Generated()) throw SqlError(state::kFeatureNotSupported, "generated columns are not supported");
        if (!info.query || changed.Type().id() != duckdb::LogicalTypeId::UNKNOWN) column_type(changed.TypeMutable());
        if (!changed.HasDefaultValue()) continue;
        auto value = changed.DefaultValue().Copy();
        resolver_.expression(value);
        check_default(context_, changed, *value);
        changed.SetDefaultValue(std::move(value));
    }
    for (const auto& constraint : info.constraints)
        if (constraint->type != duckdb::ConstraintType::NOT_NULL)
            throw SqlError(state::kFeatureNotSupported, "CHECK constraints are not supported");
    if (info.query) {
        state_.whole_tables = report_.table && !report_.table->like_parent.empty();
        resolver_.query(info.query->node);
        type_nulls(context_, state_.names, *info.query->node);
    }
    if (report_.table && !report_.table->like_parent.empty())
        copy_definition(context_, info, report_.table->like_including_defaults);
    settle_attributes(info);
    if (info.query && info.columns.empty())
        if (const auto columns = bound_names(context_, state_.names, info.query->node->Copy()))
            refuse_repeated(*columns);
    check_table_columns(info.columns.LogicalColumnCount());
    const auto oid =
        claim(info.catalog, info.schema, info.table, info.temporary, catalog::SystemPermission::CreateTable);
    make_identities(info, oid);
    for (const auto& target : declare_keys(context_, scope_, info)) use_referenced(state_.uses, target);
    stamp(info, oid, scope_.user_id);
    grant_defaults(info);
    resolution_.compute = info.query != nullptr;
}

// ALTER TABLE renames views as well (r_ALTER_TABLE); nothing else of a view can be altered.
void Definitions::name_kind(duckdb::AlterStatement& statement, const Relation& relation) {
    auto& info = *statement.info;
    if (const auto* name = new_name(info)) {
        refuse_mark(*name);
        if (relation.catalog != "temp")
            state_.uses.need(in_schema(relation.catalog, relation.schema, catalog::Privilege::Create));
        if (relation.catalog != "temp")
            state_.uses.add(name_lock(relation.catalog, relation.schema, *name), LockMode::AccessExclusive);
    }
    if (const auto* name = new_name(info); name != nullptr && duckdb::StringUtil::CIEquals(*name, relation.name))
        throw SqlError(state::kDuplicateTable, fmt::format("Relation \"{}\" already exists", relation.name));
    if (relation.kind != RelationKind::View) {
        if (info.type == duckdb::AlterType::ALTER_VIEW)
            throw SqlError(state::kWrongObjectType, fmt::format("\"{}\" is not a view", relation.name));
        return;
    }
    if (info.type == duckdb::AlterType::ALTER_VIEW) return;
    if (info.Cast<duckdb::AlterTableInfo>().alter_table_type != duckdb::AlterTableType::RENAME_TABLE)
        require_table(relation);
    statement.info = duckdb::make_uniq<duckdb::RenameViewInfo>(info.GetAlterEntryData(),
                                                               info.Cast<duckdb::RenameTableInfo>().new_table_name);
}

void Definitions::follow(const Relation& relation, const duckdb::AlterStatement& statement) {
    resolution_.dependents = true;
    resolution_.views = follow_alter(context_, relation, *statement.info);
    for (const auto& view : resolution_.views.views) state_.uses.add(view, LockMode::AccessExclusive);
    resolution_.compute = false;
}

// NOT NULL is a second change of the table, which the engine makes when the rows have their default. So is a default
// that is computed: the rows that are there get its value of now, which is what the log has to say of them.
void Definitions::add_column(duckdb::AddColumnInfo& info, const Relation& relation) {
    auto& column = info.new_column;
    check_table_columns(columns_of(context_, relation) + 1);
    column_type(column.TypeMutable());
    if (report_.table && report_.table->added_not_null) {
        if (!column.HasDefaultValue() || is_null_literal(column.DefaultValue()))
            throw SqlError(state::kFeatureNotSupported,
                           "ALTER TABLE ADD COLUMN defined as NOT NULL must have a non-null default expression");
        resolution_.not_null = std::make_shared<duckdb::SetNotNullInfo>(info.GetAlterEntryData(), column.Name());
    }
    if (!column.HasDefaultValue()) return;
    auto value = column.DefaultValue().Copy();
    resolver_.expression(value);
    check_default(context_, column, *value);
    if (value->GetExpressionClass() == duckdb::ExpressionClass::CONSTANT) {
        column.SetDefaultValue(std::move(value));
        return;
    }
    column.SetDefaultValue(value_of(context_, *value));
    resolution_.default_value =
        std::make_shared<duckdb::SetDefaultInfo>(info.GetAlterEntryData(), column.Name(), std::move(value));
    duckdb::AlterStatement second; // which no statement of the client is checked with
    second.info = resolution_.default_value->Copy();
    TreeCheck(state_.names, TreeExtent::Part).statement(second);
}

void Definitions::alter(duckdb::AlterStatement& statement) {
    auto& info = *statement.info;
    const bool key = info.type == duckdb::AlterType::SET_COMMENT && report_.table; // the client has no COMMENT ON
    if (info.type != duckdb::AlterType::ALTER_TABLE && info.type != duckdb::AlterType::ALTER_VIEW && !key)
        throw SqlError(state::kFeatureNotSupported, "this form of ALTER is not supported");
    resolution_.ddl = true;
    auto relation = require_relation(context_, scope_, info.catalog, info.schema, info.name);
    refuse_system_view(relation);
    require_own_database(scope_, relation);
    const auto right = scope_.named_owner
                           ? to_own(relation)
                           : to_own(relation, bit(catalog::Privilege::Alter), catalog::SystemPermission::AlterTable);
    require_own_right(context_, scope_, right); // before anything is told of what depends on it
    state_.uses.need(right);
    if (scope_.named_owner) state_.uses.add(identity_lock('u', *scope_.named_owner), LockMode::AccessShare);
    info.catalog = relation.catalog;
    info.schema = relation.schema;
    state_.name(relation);
    state_.uses.add(relation, LockMode::AccessExclusive);
    resolution_.compute = false;
    if (key) {
        if (relation.kind == RelationKind::View) return own_view(relation, info.Cast<duckdb::SetCommentInfo>());
        require_table(relation);
        auto wanted = table_changes(report_.table.value());
        if (scope_.named_owner) wanted[kOwnerTag] = std::to_string(*scope_.named_owner);
        for (const auto& target : change_keys(context_, scope_, relation, wanted, info.Cast<duckdb::SetCommentInfo>()))
            use_referenced(state_.uses, target);
        return;
    }
    name_kind(statement, relation);
    follow(relation, statement);
    if (statement.info->type != duckdb::AlterType::ALTER_TABLE) return;
    alter_table(info.Cast<duckdb::AlterTableInfo>(), relation);
}

void Definitions::alter_table(duckdb::AlterTableInfo& info, const Relation& relation) {
    using Type = duckdb::AlterTableType;
    switch (info.alter_table_type) {
    case Type::RENAME_TABLE: return;
    case Type::RENAME_COLUMN: {
        const auto& change = info.Cast<duckdb::RenameColumnInfo>();
        return move_column_rights(info, relation, change.old_name, change.new_name);
    }
    case Type::REMOVE_COLUMN: {
        const auto& change = info.Cast<duckdb::RemoveColumnInfo>();
        refuse_key_column(context_, relation, change);
        return move_column_rights(info, relation, change.removed_column, "");
    }
    case Type::ADD_COLUMN: return add_column(info.Cast<duckdb::AddColumnInfo>(), relation);
    case Type::ALTER_COLUMN_TYPE: {
        auto& change = info.Cast<duckdb::ChangeColumnTypeInfo>();
        column_type(change.target_type);
        const auto& table = table_entry(context_, relation);
        if (!table.ColumnExists(change.column_name))
            throw SqlError(state::kUndefinedColumn, fmt::format("column \"{}\" of relation \"{}\" does not exist",
                                                                change.column_name, relation.name));
        change.expression = check_type_change(table, change.column_name, change.target_type);
        return;
    }
    default: throw SqlError(state::kFeatureNotSupported, "this form of ALTER TABLE is not supported");
    }
}

} // namespace redstart::sql
