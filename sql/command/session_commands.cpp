#include "protocol/client_text.hpp"
#include "protocol/error.hpp"
#include "protocol/pg_type.hpp"
#include "protocol/sqlstate.hpp"
#include "sql/command/commands.hpp"
#include "sql/run/instant_columns.hpp"

#include <charconv>

#include <duckdb.hpp>
#include <duckdb/common/random_engine.hpp>
#include <fmt/core.h>

namespace redstart::sql {
namespace {

namespace state = protocol::sqlstate;
using protocol::SqlError;

Outcome rows(std::vector<protocol::ColumnDescription> columns, std::vector<std::vector<StaticValue>> values) {
    Outcome outcome;
    outcome.rows = std::make_unique<StaticResult>(std::move(columns), std::move(values));
    return outcome;
}

// As PostgreSQL tells of it.
void tell_of_cut_name(ClientOutput& output, const SetStatement& set) {
    constexpr std::size_t kShown = 65'535;
    if (set.is_default || set.values.empty() || set.values.front().size() <= kLongestApplicationName) return;
    const auto& name = set.values.front();
    output.notice(SqlError(state::kNameTooLong,
                           fmt::format("identifier \"{}\" will be truncated to \"{}\"",
                                       protocol::cut_text(name, kShown), cut_application_name(name)),
                           protocol::Severity::Notice));
}

// RANDOM() begins anew, with the same numbers for the same seed (r_RANDOM).
void seed_random(SessionContext& session) {
    const auto text = session.settings().get("seed").value_or("");
    double seed = 0;
    const auto parsed = std::from_chars(text.data(), text.data() + text.size(), seed);
    if (parsed.ec != std::errc() || parsed.ptr != text.data() + text.size() || !(seed >= -1 && seed <= 1))
        throw SqlError(state::kInvalidParameterValue, fmt::format("invalid value for parameter \"seed\": \"{}\"", text))
            .hint("A seed is a number between -1 and 1.");
    constexpr double kHalf = 9007199254740992; // 2 to the power 53
    duckdb::RandomEngine::Get(*session.connection().context).SetSeed(static_cast<std::uint64_t>((seed + 1) * kHalf));
}

} // namespace

void Commands::publish(const std::vector<std::pair<std::string, std::string>>& changes) {
    for (const auto& [name, value] : changes) session_.output().parameter_status(name, value);
}

template <> Outcome Commands::run_as<StatementKind::Set>(const Statement& statement) {
    const auto set = parse_set(statement);
    publish(session_.settings().set(set));
    if (set.name == "application_name") {
        tell_of_cut_name(session_.output(), set);
        session_.application_name_changed();
    }
    if (set.name == "seed") seed_random(session_);
    return {};
}

template <> Outcome Commands::run_as<StatementKind::Reset>(const Statement& statement) {
    const auto name = parse_reset(statement).name;
    auto& settings = session_.settings();
    if (name == "session_authorization") {
        publish(session_.user().set_authorization(std::nullopt, false));
        return {};
    }
    publish(settings.reset(name));
    return {};
}

// DISCARD is a syntax error on a cluster, but poolers send it. What the executor keeps it discards itself.
Outcome Commands::discard(const Statement& statement) {
    const auto target = parse_discard(statement);
    if (target == DiscardTarget::All) {
        publish(session_.user().set_authorization(std::nullopt, false));
        publish(session_.settings().reset("all"));
    }
    if (target == DiscardTarget::All || target == DiscardTarget::Temp) drop_temporary_tables();
    return {};
}

template <> Outcome Commands::run_as<StatementKind::SetSessionAuthorization>(const Statement& statement) {
    const auto wanted = parse_set_identity(statement);
    publish(session_.user().set_authorization(wanted.user, wanted.local));
    Outcome outcome;
    outcome.tag = StatementKind::Set;
    return outcome;
}

template <> Outcome Commands::run_as<StatementKind::Show>(const Statement& statement) {
    const auto name = parse_show(statement).name;
    const auto& settings = session_.settings();
    if (name != "all") {
        auto shown = settings.show(name);
        return rows({static_column(shown.name, protocol::oid::kText)}, {{std::move(shown.value)}});
    }
    std::vector<std::vector<StaticValue>> values;
    for (auto& shown : settings.show_all()) values.push_back({shown.name, shown.value});
    return rows({static_column("name", protocol::oid::kText), static_column("setting", protocol::oid::kText)},
                std::move(values));
}

template <> Outcome Commands::run_as<StatementKind::Cancel>(const Statement& statement) {
    const auto cancel = parse_cancel(statement);
    switch (session_.signals().signal(SignalKind::Cancel, cancel.pid, session_.user().id(),
                                      session_.user().may(catalog::SystemPermission::Cancel), cancel.message)) {
    case SignalOutcome::Sent: break;
    case SignalOutcome::PermissionDenied:
        throw SqlError(state::kInsufficientPrivilege, "must be superuser to signal other server processes");
    case SignalOutcome::NoSuchSession:
        throw SqlError(state::kInvalidParameterValue,
                       fmt::format("Session {} does not exist. The session PID might have changed. Check the "
                                   "stl_restarted_sessions system table for details.",
                                   cancel.pid));
    }
    session_.interrupts().check(); // CANCEL of the own pid ends this very statement
    return {};
}

std::optional<std::vector<protocol::ColumnDescription>> Commands::describe(const Prepared& prepared) {
    if (const auto& simple = prepared.simple()) return simple_columns(*simple);
    if (prepared.statement().kind != StatementKind::Show) return std::nullopt;
    const auto name = parse_show(prepared.statement()).name;
    if (name == "all")
        return std::vector{static_column("name", protocol::oid::kText), static_column("setting", protocol::oid::kText)};
    return std::vector{static_column(session_.settings().show(name).name, protocol::oid::kText)};
}

} // namespace redstart::sql
