// COPY from object storage and UNLOAD, and COPY between a table and the client: an extension of Redstart.
#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"
#include "sql/command/commands.hpp"
#include "sql/copy/copy_in.hpp"
#include "sql/transfer/load.hpp"
#include "sql/transfer/load_in.hpp"
#include "sql/transfer/unload.hpp"

#include <fmt/core.h>

namespace redstart::sql {
namespace {

void refuse_location(const CopyStatement& copy) {
    if (!copy.location) return;
    throw protocol::SqlError(protocol::sqlstate::kFeatureNotSupported,
                             fmt::format("COPY from or to \"{}\" is not supported", *copy.location))
        .hint("Use COPY ... FROM 's3://...', UNLOAD, or COPY ... FROM STDIN and TO STDOUT, for example with psql's "
              "\\copy.");
}

} // namespace

template <> Outcome Commands::run_as<StatementKind::Load>(const Statement& statement) {
    run_load(session_, runner_, statement);
    return {};
}

template <> Outcome Commands::run_as<StatementKind::Unload>(const Statement& statement) {
    run_unload(session_, runner_, statement);
    return {};
}

template <> Outcome Commands::run_as<StatementKind::CopyFrom>(const Statement& statement) {
    Outcome outcome;
    if (has_load_options(statement)) {
        outcome.copy = std::make_unique<LoadIn>(session_, runner_, statement);
        return outcome;
    }
    const auto copy = parse_copy(statement);
    refuse_location(copy);
    outcome.copy = std::make_unique<CopyIn>(session_, runner_, copy);
    return outcome;
}

template <> Outcome Commands::run_as<StatementKind::CopyTo>(const Statement& statement) {
    const auto copy = parse_copy(statement);
    refuse_location(copy);
    Outcome outcome;
    outcome.affected = copy_out(session_, runner_, copy);
    return outcome;
}

} // namespace redstart::sql
