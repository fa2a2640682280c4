#include "sql/session/session_definitions.hpp"

#include "catalog/engine/errors.hpp"
#include "sql/engine/definition_memory.hpp"

#include <utility>

#include <duckdb.hpp>

namespace redstart::sql {
namespace {

constexpr const char* kTemporary = "temp";

} // namespace

void SessionDefinitions::measure(duckdb::Connection& connection, const std::string& database) {
    auto& context = *connection.context;
    try {
        context.RunFunctionInTransaction([&] {
            const auto stored = stored_.measure(context, database);
            const auto temporary = temporary_.measure(context, kTemporary);
            memory_.take(stored);
            stored_bytes_ += stored;
            if (temporary > 0) take_temporary(context, temporary);
        });
    } catch (const protocol::SqlError&) { throw; } catch (const std::exception& error) {
        throw to_sql_error(error);
    }
}

// When there is no room, what the session has dropped is given back, and nothing of what it still has: a refusal may
// come at any point.
void SessionDefinitions::take_temporary(duckdb::ClientContext& context, std::int64_t bytes) {
    if (memory_.held() + bytes > memory_.most()) {
        const auto counted = committed_definitions(context, kTemporary);
        if (counted < temporary_bytes_) memory_.give(std::exchange(temporary_bytes_, counted) - counted);
    }
    memory_.take(bytes);
    new_temporary_bytes_ += bytes;
}

void SessionDefinitions::transaction_ended(bool committed) noexcept {
    stored_.forget();
    temporary_.forget();
    const auto stored = std::exchange(stored_bytes_, 0);
    const auto temporary = std::exchange(new_temporary_bytes_, 0);
    if (committed) {
        memory_.keep(stored);
        temporary_bytes_ += temporary;
    } else {
        memory_.give(stored + temporary);
    }
}

void SessionDefinitions::drop() noexcept {
    transaction_ended(false);
    memory_.give(std::exchange(temporary_bytes_, 0));
}

} // namespace redstart::sql
