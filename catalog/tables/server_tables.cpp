#include "catalog/information/procedures.hpp"
#include "catalog/tables/table_function.hpp"
#include "catalog/type/type_procedures.hpp"
#include "protocol/pg_type.hpp"

namespace redstart::catalog {

namespace {

using UserPtr = std::shared_ptr<const User>;

std::string limit_text(const std::optional<std::int32_t>& limit) {
    return limit ? std::to_string(*limit) : "UNLIMITED";
}

std::vector<std::string> assignments(const ParameterValues& settings) {
    std::vector<std::string> texts;
    for (const auto& [name, value] : settings) texts.push_back(name + "=" + value);
    return texts;
}

constexpr auto kUserWriters = std::to_array<Writer<UserPtr>>({
    [](const UserPtr& row, Cell& out) { out.integer(row->id); },
    [](const UserPtr& row, Cell& out) { out.text(row->name); },
    [](const UserPtr& row, Cell& out) { out.boolean(row->create_db); },
    [](const UserPtr& row, Cell& out) { out.boolean(row->superuser); },
    [](const UserPtr& row, Cell& out) { row->valid_until ? out.time(*row->valid_until) : out.null(); },
    [](const UserPtr& row, Cell& out) { out.text(limit_text(row->connection_limit)); },
    [](const UserPtr& row, Cell& out) { out.text(row->syslog_unrestricted ? "UNRESTRICTED" : "RESTRICTED"); },
    [](const UserPtr& row, Cell& out) { out.integer(row->session_timeout); },
    [](const UserPtr& row, Cell& out) { out.boolean(!row->password_disabled && row->id != kBootstrapUserId); },
    [](const UserPtr& row, Cell& out) { row->settings.empty() ? out.null() : out.texts(assignments(row->settings)); },
    [](const UserPtr& row, Cell& out) { row->external_id.empty() ? out.null() : out.text(row->external_id); },
    [](const UserPtr& row, Cell& out) { row->last_ddl ? out.time(*row->last_ddl) : out.null(); },
});

// The bootstrap user owns the system's objects and has no account: it is added here, as on a cluster.
std::unique_ptr<RowSource> open_users(const ScanContext& context) {
    User bootstrap;
    bootstrap.id = kBootstrapUserId;
    bootstrap.name = "rdsdb";
    bootstrap.create_db = bootstrap.superuser = true;
    std::vector<UserPtr> rows{std::make_shared<const User>(std::move(bootstrap))};
    for (auto& user : context.directories.users.all()) rows.push_back(std::move(user));
    return make_rows(std::move(rows), kUserWriters);
}

using DatabasePtr = std::shared_ptr<const Database>;
constexpr auto kDatabaseWriters = std::to_array<Writer<DatabasePtr>>({
    [](const DatabasePtr& row, Cell& out) { out.integer(row->oid); },
    [](const DatabasePtr& row, Cell& out) { out.text(row->name); },
    [](const DatabasePtr& row, Cell& out) { out.integer(row->owner_id); },
    [](const DatabasePtr& row, Cell& out) { out.text(isolation_level_name(row->isolation_level)); },
    [](const DatabasePtr& row, Cell& out) { out.text(limit_text(row->connection_limit)); },
    [](const DatabasePtr& row, Cell& out) { out.boolean(row->allow_connections); },
    [](const DatabasePtr& row, Cell& out) {
        const bool serializable = row->isolation_level == IsolationLevel::Serializable;
        std::vector<std::string> texts{serializable ? "concurrency_model=2" : "concurrency_model=1"};
        for (auto& text : assignments(row->settings)) texts.push_back(std::move(text));
        out.texts(texts);
    },
    [](const DatabasePtr& row, Cell& out) { row->damage.empty() ? out.null() : out.text(row->damage); },
});

std::unique_ptr<RowSource> open_databases(const ScanContext& context) {
    return make_rows(context.directories.databases.all(), kDatabaseWriters);
}

using TypePtr = const protocol::PgType*;
constexpr auto kTypeWriters = std::to_array<Writer<TypePtr>>({
    [](const TypePtr& row, Cell& out) { out.integer(row->oid); },
    [](const TypePtr& row, Cell& out) { out.text(row->name); },
    [](const TypePtr& row, Cell& out) { out.integer(row->length); },
    [](const TypePtr& row, Cell& out) { out.boolean(row->length > 0 && row->length <= 8); },
    [](const TypePtr& row, Cell& out) { out.text(row->category == 'P' ? "p" : "b"); },
    [](const TypePtr& row, Cell& out) { out.text(std::string_view(&row->category, 1)); },
    [](const TypePtr& row, Cell& out) { out.integer(row->element_oid); },
    [](const TypePtr& row, Cell& out) { out.integer(row->array_oid); },
    [](const TypePtr& row, Cell& out) {
        out.text(row->name.starts_with('_') ? "array_in" : input_procedure(row->name));
    },
});

std::unique_ptr<RowSource> open_types(const ScanContext&) {
    std::vector<TypePtr> rows;
    for (const auto& type : protocol::kPgTypes) rows.push_back(&type);
    return make_rows(std::move(rows), kTypeWriters);
}

const char* volatility(Stability stability) {
    return stability == Stability::Immutable ? "i" : stability == Stability::Stable ? "s" : "v";
}

std::vector<std::int64_t> argument_types(const Procedure& procedure) {
    return {procedure.arguments.begin(), procedure.arguments.end()};
}

std::vector<std::string> argument_names(const Procedure& procedure) {
    return {procedure.parameters.begin(), procedure.parameters.end()};
}

constexpr auto kProcedureWriters = std::to_array<Writer<Procedure>>({
    [](const Procedure& row, Cell& out) { out.integer(row.oid); },
    [](const Procedure& row, Cell& out) { out.text(row.name); },
    [](const Procedure& row, Cell& out) { out.integer(static_cast<std::int64_t>(row.arguments.size())); },
    [](const Procedure& row, Cell& out) { out.integer(row.result); },
    [](const Procedure& row, Cell& out) { out.integers(argument_types(row)); },
    [](const Procedure& row, Cell& out) { out.texts(argument_names(row)); },
    [](const Procedure& row, Cell& out) { out.text(volatility(row.stability)); },
    [](const Procedure& row, Cell& out) { out.boolean(row.strict); },
    [](const Procedure& row, Cell& out) { out.text(std::string_view(&row.kind, 1)); },
});

std::unique_ptr<RowSource> open_procedures(const ScanContext&) {
    const auto rows = procedures();
    return make_rows(std::vector<Procedure>(rows.begin(), rows.end()), kProcedureWriters);
}

std::vector<std::int64_t> argument_types(const TypeProcedure& procedure) {
    std::vector<std::int64_t> types;
    for (const auto type : procedure.arguments)
        if (type != 0) types.push_back(type);
    return types;
}

constexpr auto kTypeProcedureWriters = std::to_array<Writer<TypeProcedure>>({
    [](const TypeProcedure& row, Cell& out) { out.integer(row.oid); },
    [](const TypeProcedure& row, Cell& out) { out.text(row.name); },
    [](const TypeProcedure& row, Cell& out) { out.integer(row.result); },
    [](const TypeProcedure& row, Cell& out) { out.integers(argument_types(row)); },
    [](const TypeProcedure& row, Cell& out) { out.integer(static_cast<std::int64_t>(argument_types(row).size())); },
    [](const TypeProcedure& row, Cell& out) { out.text(std::string_view(&row.volatility, 1)); },
});

std::unique_ptr<RowSource> open_type_procedures(const ScanContext&) {
    const auto rows = type_procedures();
    return make_rows(std::vector<TypeProcedure>(rows.begin(), rows.end()), kTypeProcedureWriters);
}

// The parameters a session can ask for; those it does not know are left out.
constexpr const char* kSettings[] = {"analyze_threshold_percent",
                                     "application_name",
                                     "client_encoding",
                                     "datestyle",
                                     "default_transaction_isolation",
                                     "describe_field_name_in_uppercase",
                                     "enable_case_sensitive_identifier",
                                     "enable_result_cache_for_session",
                                     "extra_float_digits",
                                     "integer_datetimes",
                                     "intervalstyle",
                                     "is_superuser",
                                     "max_identifier_length",
                                     "max_index_keys",
                                     "query_group",
                                     "search_path",
                                     "server_encoding",
                                     "server_version",
                                     "session_authorization",
                                     "standard_conforming_strings",
                                     "statement_timeout",
                                     "timezone",
                                     "transaction_isolation",
                                     "wlm_query_slot_count"};

struct Setting {
    const char* name;
    std::string value;
};

constexpr auto kSettingWriters = std::to_array<Writer<Setting>>({
    [](const Setting& row, Cell& out) { out.text(row.name); },
    [](const Setting& row, Cell& out) { out.text(row.value); },
});

std::unique_ptr<RowSource> open_settings(const ScanContext& context) {
    std::vector<Setting> rows;
    for (const auto* name : kSettings)
        if (auto value = context.session.setting(name)) rows.push_back({name, std::move(*value)});
    return make_rows(std::move(rows), kSettingWriters);
}

constexpr auto kFunctions = std::to_array<TableFunction>({
    {"rs_users",
     "id int, name text, create_db boolean, superuser boolean, valid_until timestamp, connection_limit text, "
     "syslog_access text, session_timeout int, can_login boolean, config text[], "
     "external_id text, last_ddl timestamp",
     "", open_users},
    {"rs_databases",
     "oid oid, name text, owner int, isolation_level text, connection_limit text, allow_connections boolean, "
     "config text[], damage text",
     "", open_databases},
    {"rs_types",
     "oid oid, name text, length smallint, by_value boolean, kind \"char\", category \"char\", element oid, "
     "array_type oid, input text",
     "", open_types},
    {"rs_procedures",
     "oid oid, name text, arguments smallint, result oid, argument_types oidvector, argument_names text[], "
     "volatility \"char\", strict boolean, kind \"char\"",
     "", open_procedures},
    {"rs_type_procedures",
     "oid oid, name text, result oid, argument_types oidvector, arguments smallint, volatility \"char\"", "",
     open_type_procedures},
    {"rs_settings", "name text, setting text", "", open_settings},
});

} // namespace

std::span<const TableFunction> server_table_functions() { return kFunctions; }

} // namespace redstart::catalog
