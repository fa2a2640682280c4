#include "sql/session/engine_transaction.hpp"

#include <duckdb.hpp>
#include <duckdb/common/exception/transaction_exception.hpp>
#include <duckdb/main/error_manager.hpp>
#include <duckdb/main/valid_checker.hpp>
#include <duckdb/transaction/transaction_context.hpp>

namespace redstart::sql {
namespace {

// As the engine begins each of its queries.
void prepare_call(duckdb::ClientContext& context) {
    context.CancelTransaction(); // an open result: a statement would end it as well
    auto& instance = duckdb::DatabaseInstance::GetDatabase(context);
    if (duckdb::ValidChecker::IsInvalidated(instance))
        throw duckdb::ErrorManager::InvalidatedDatabase(context, duckdb::ValidChecker::InvalidatedMessage(instance));
}

} // namespace

void begin_engine(duckdb::Connection& connection) {
    auto& context = *connection.context;
    prepare_call(context);
    context.transaction.SetAutoCommit(false); // which begins it
}

void commit_engine(duckdb::Connection& connection) {
    auto& context = *connection.context;
    prepare_call(context);
    // The statement COMMIT would roll back here and report success.
    if (duckdb::ValidChecker::IsInvalidated(context.ActiveTransaction()))
        throw duckdb::TransactionException("Failed to commit: the transaction is aborted");
    try {
        context.transaction.Commit();
    } catch (const std::exception& caught) {
        const duckdb::ErrorData error(caught);
        if (duckdb::Exception::InvalidatesDatabase(error.Type()) || error.Type() == duckdb::ExceptionType::INTERNAL)
            duckdb::ValidChecker::Invalidate(duckdb::DatabaseInstance::GetDatabase(context), error.RawMessage());
        throw;
    }
}

} // namespace redstart::sql
