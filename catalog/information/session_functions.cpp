#include "catalog/engine/searched_schemas.hpp"
#include "catalog/information/scalar_function.hpp"
#include "catalog/object/catalog_index.hpp"
#include "catalog/state/clock.hpp"
#include "catalog/state/version.hpp"
#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"

#include <algorithm>
#include <charconv>

#include <duckdb.hpp>
#include <duckdb/catalog/catalog.hpp>
#include <duckdb/catalog/catalog_entry/schema_catalog_entry.hpp>
#include <fmt/core.h>

namespace redstart::catalog {

namespace {

using protocol::SqlError;

Datum backend_pid(FunctionCall& call) { return std::int64_t{call.session().pid()}; }

Datum cancel_backend(FunctionCall& call) {
    return std::int64_t{call.session().cancel_backend(static_cast<std::int32_t>(call.integer(0)))};
}

Datum terminate_backend(FunctionCall& call) {
    return std::int64_t{call.session().terminate_backend(static_cast<std::int32_t>(call.integer(0)))};
}

Datum version(FunctionCall&) { return std::string(kVersionText); }

Datum current_database(FunctionCall& call) { return call.session().database(); }

Datum current_user(FunctionCall& call) { return call.session().user_name(); }

Datum current_user_id(FunctionCall& call) { return std::int64_t{call.session().user_id()}; }

// The schemas of the search path that exist; a missing one is skipped, as PostgreSQL does.
std::vector<std::string> existing_path(FunctionCall& call) {
    auto& session = call.session();
    auto path = searched_schemas(call.engine(), session.database(), session.search_path(), session.user_name(),
                                 session.user_id());
    std::erase_if(path, [&](const std::string& name) {
        if (name == "pg_catalog" || name == "information_schema") return false; // in every database
        return name == "main" || !duckdb::Catalog::GetSchema(call.engine(), call.session().database(), name,
                                                             duckdb::OnEntryNotFound::RETURN_NULL);
    });
    return path;
}

Datum current_schema(FunctionCall& call) {
    const auto path = existing_path(call);
    return path.empty() ? Datum() : Datum(path.front());
}

// With `true` also the schemas searched without being named (PostgreSQL, current_schemas).
Datum current_schemas(FunctionCall& call) {
    auto path = existing_path(call);
    const bool named = std::find(path.begin(), path.end(), "pg_catalog") != path.end();
    if (call.boolean(0) && !named) path.insert(path.begin(), "pg_catalog");
    return path;
}

// The flag says whether a name that nothing has is an error (r_CURRENT_SETTING), the reverse of PostgreSQL's.
Datum current_setting(FunctionCall& call) {
    const auto name = call.text(0);
    if (auto value = call.session().setting(name)) return *std::move(value);
    if (call.size() > 1 && !call.boolean(1)) return {};
    throw SqlError(protocol::sqlstate::kUndefinedObject,
                   fmt::format("unrecognized configuration parameter \"{}\"", name));
}

Datum set_config(FunctionCall& call) { return call.session().set_config(call.text(0), call.text(1), call.boolean(2)); }

Datum last_query_id(FunctionCall& call) { return std::int64_t{call.session().last_query_id()}; }

// The statement's start, to the second (Redshift, GETDATE).
Datum getdate(FunctionCall& call) {
    constexpr Micros kSecond = 1'000'000;
    return std::int64_t{call.session().statement_start() / kSecond * kSecond};
}

Datum last_copy_id(FunctionCall& call) { return std::int64_t{call.session().last_load().query_id}; }
Datum last_copy_count(FunctionCall& call) { return call.session().last_load().rows; }
Datum last_unload_id(FunctionCall& call) { return std::int64_t{call.session().last_unload().query_id}; }
Datum last_unload_count(FunctionCall& call) { return call.session().last_unload().rows; }

// The start of the transaction, with microseconds (Redshift, SYSDATE).
Datum sysdate(FunctionCall& call) { return std::int64_t{call.session().transaction_start()}; }

Datum is_in_recovery(FunctionCall&) { return false; }

Datum database_encoding(FunctionCall&) { return std::string("UTF8"); }

Datum my_temp_schema(FunctionCall&) { return std::int64_t{kTempNamespaceOid}; }

// Whether the caller sees log rows of this user (Redshift, "Visibility of data in system tables and views").
Datum sees_user(FunctionCall& call) {
    auto& session = call.session();
    if (session.superuser() || call.integer(0) == session.user_id()) return true;
    const auto user = call.directories().users.find_by_id(session.user_id());
    return user && user->syslog_unrestricted;
}

SqlError malformed_array(std::string_view text) {
    return SqlError(protocol::sqlstate::kInvalidTextRepresentation,
                    fmt::format("malformed array literal: \"{}\"", text));
}

std::string_view without_blanks(std::string_view text) {
    return text.substr(std::min(text.find_first_not_of(' '), text.size()));
}

// The pids of `{1,2}`, as PostgreSQL writes arrays; the engine reads brackets only.
std::vector<std::int32_t> pids_from(std::string_view array) {
    if (array.size() < 2 || array.front() != '{' || array.back() != '}') throw malformed_array(array);
    std::vector<std::int32_t> pids;
    auto rest = array.substr(1, array.size() - 2);
    while (!rest.empty()) {
        rest = without_blanks(rest);
        const auto parsed = std::from_chars(rest.data(), rest.data() + rest.size(), pids.emplace_back());
        if (parsed.ec != std::errc()) throw malformed_array(array);
        rest = without_blanks(rest.substr(static_cast<std::size_t>(parsed.ptr - rest.data())));
        if (rest.empty()) break;
        if (rest.front() != ',' || rest.size() == 1) throw malformed_array(array);
        rest.remove_prefix(1);
    }
    return pids;
}

std::vector<std::int32_t> pids_argument(FunctionCall& call, std::size_t argument) {
    if (call.is_text(argument)) return pids_from(call.text(argument));
    std::vector<std::int32_t> pids;
    call.each_item(argument, [&pids](const std::string* item) {
        if (item != nullptr) pids.push_back(std::stoi(*item));
    });
    return pids;
}

// What PostgreSQL's isolationtester asks between its steps (PostgreSQL, waitfuncs.c).
Datum session_is_blocked(FunctionCall& call) {
    const auto interesting = pids_argument(call, 1);
    const auto blockers = call.session().blockers(static_cast<std::int32_t>(call.integer(0)));
    return std::ranges::any_of(blockers, [&](auto pid) { return std::ranges::count(interesting, pid) > 0; });
}

Datum default_iam_role(FunctionCall&) { return std::string("none"); }

Datum clock_time(FunctionCall&) { return std::int64_t{sql::now_micros()}; }

// The one node is the leader as well; rows have the one slice.
Datum slice_num(FunctionCall&) { return std::int64_t{0}; }

constexpr auto kSame = Nulls::Strict;

constexpr auto kFunctions = std::to_array<ScalarFunction>({
    {"pg_backend_pid", "", "result int", Stability::Stable, backend_pid, kSame, "PG_BACKEND_PID", Reach::Session},
    {"pg_cancel_backend", "pid int", "result int", Stability::Volatile, cancel_backend, kSame, "PG_CANCEL_BACKEND",
     Reach::Session},
    {"pg_terminate_backend", "pid int", "result int", Stability::Volatile, terminate_backend, kSame,
     "PG_TERMINATE_BACKEND", Reach::Session},
    {"version", "", "result text", Stability::Stable, version, kSame, "r_VERSION", Reach::Session},
    {"current_database", "", "result name", Stability::Stable, current_database, kSame, "r_CURRENT_DATABASE",
     Reach::Session},
    {"current_catalog", "", "result name", Stability::Stable, current_database},
    {"current_user", "", "result name", Stability::Stable, current_user, kSame, "r_CURRENT_USER", Reach::Session, true},
    {"session_user", "", "result name", Stability::Stable, current_user, kSame, "r_SESSION_USER", Reach::Session, true},
    {"user", "", "result name", Stability::Stable, current_user, kSame, "r_USER", Reach::Session, true},
    {"current_user_id", "", "result int", Stability::Stable, current_user_id, kSame, "r_CURRENT_USER_ID",
     Reach::Session, true},
    {"current_schema", "", "result name", Stability::Stable, current_schema, kSame, "r_CURRENT_SCHEMA", Reach::Catalog,
     true},
    {"current_schemas", "include_implicit boolean", "result name[]", Stability::Stable, current_schemas, kSame,
     "r_CURRENT_SCHEMAS"},
    {"current_setting", "setting text", "result text", Stability::Stable, current_setting, kSame, "r_CURRENT_SETTING",
     Reach::Session},
    {"current_setting", "setting text, error_if_undefined boolean", "result text", Stability::Stable, current_setting,
     kSame, "r_CURRENT_SETTING"},
    {"set_config", "parameter text, value text, is_local boolean", "result text", Stability::Volatile, set_config,
     kSame, "r_SET_CONFIG"},
    {"pg_last_query_id", "", "result int", Stability::Stable, last_query_id, kSame, "PG_LAST_QUERY_ID", Reach::Session},
    {"pg_last_copy_id", "", "result int", Stability::Stable, last_copy_id, kSame, "PG_LAST_COPY_ID", Reach::Session},
    {"pg_last_copy_count", "", "result bigint", Stability::Stable, last_copy_count, kSame, "PG_LAST_COPY_COUNT",
     Reach::Session},
    {"pg_last_unload_id", "", "result int", Stability::Stable, last_unload_id, kSame, "PG_LAST_UNLOAD_ID",
     Reach::Session},
    {"pg_last_unload_count", "", "result bigint", Stability::Stable, last_unload_count, kSame, "PG_LAST_UNLOAD_COUNT",
     Reach::Session},
    {"default_iam_role", "", "result varchar", Stability::Stable, default_iam_role, kSame, "r_DEFAULT_IAM_ROLE"},
    {"slice_num", "", "result int", Stability::Stable, slice_num, kSame, "r_SLICE_NUM"},
    {"getdate", "", "result timestamp", Stability::Stable, getdate, kSame, "r_GETDATE"},
    {"sysdate", "", "result timestamp", Stability::Stable, sysdate, kSame, "r_SYSDATE"},
    {"now", "", "result timestamptz", Stability::Stable, sysdate},
    {"transaction_timestamp", "", "result timestamptz", Stability::Stable, sysdate},
    {"current_timestamp", "", "result timestamptz", Stability::Stable, sysdate},
    {"rs_clock", "", "result timestamptz", Stability::Volatile, clock_time},
    {"pg_is_in_recovery", "", "result boolean", Stability::Stable, is_in_recovery, kSame, "PostgreSQL", Reach::Session},
    {"getdatabaseencoding", "", "result name", Stability::Stable, database_encoding, kSame, "PostgreSQL",
     Reach::Session},
    {"pg_my_temp_schema", "", "result oid", Stability::Stable, my_temp_schema},
    {"pg_isolation_test_session_is_blocked", "pid int, pids int[]", "result boolean", Stability::Volatile,
     session_is_blocked},
    {"pg_isolation_test_session_is_blocked", "pid int, pids text", "result boolean", Stability::Volatile,
     session_is_blocked},
    {"rs_sees_user", "userid int", "result boolean", Stability::Stable, sees_user},
});

} // namespace

std::span<const ScalarFunction> session_functions() { return kFunctions; }

} // namespace redstart::catalog
