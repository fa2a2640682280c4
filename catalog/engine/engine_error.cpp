#include "catalog/engine/engine_error.hpp"

#include <duckdb.hpp>

namespace redstart::catalog {

void throw_through_engine(const protocol::SqlError& error) {
    duckdb::unordered_map<duckdb::string, duckdb::string> extra;
    extra[kSqlStateKey] = error.sqlstate();
    if (!error.detail().empty()) extra[kDetailKey] = error.detail();
    if (!error.hint().empty()) extra[kHintKey] = error.hint();
    if (error.position() > 0) extra[kPositionKey] = std::to_string(error.position() - 1);
    throw duckdb::Exception(duckdb::ExceptionType::INVALID_INPUT, error.message(), extra);
}

} // namespace redstart::catalog
