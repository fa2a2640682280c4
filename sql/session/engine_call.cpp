#include "sql/session/engine_call.hpp"

#include <duckdb.hpp>

namespace redstart::sql {

void abandon_call(duckdb::Connection* connection) noexcept {
    if (connection == nullptr) return;
    try {
        connection->context->CancelTransaction();
    } catch (const std::exception&) {
        // Nothing is left to abandon: the engine ended the call itself.
    }
}

} // namespace redstart::sql
