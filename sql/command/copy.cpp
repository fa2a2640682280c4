// COPY between a table and the client: an extension of Redstart; Redshift itself copies from and to Amazon S3 only.
#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"
#include "sql/command/commands.hpp"
#include "sql/copy/copy_in.hpp"

namespace redstart::sql {
namespace {

void refuse_location(const CopyStatement& copy) {
    if (!copy.location) return;
    throw protocol::SqlError(protocol::sqlstate::kFeatureNotSupported,
                             "COPY from or to \"" + *copy.location + "\" is not supported")
        .detail("This server reaches neither Amazon S3 nor other remote data sources.")
        .hint("Use COPY ... FROM STDIN or COPY ... TO STDOUT, for example with psql's \\copy.");
}

} // namespace

template <> Outcome Commands::run_as<StatementKind::CopyFrom>(const Statement& statement) {
    const auto copy = parse_copy(statement);
    refuse_location(copy);
    Outcome outcome;
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
