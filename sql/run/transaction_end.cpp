#include "sql/run/transaction_end.hpp"

#include "sql/session/engine_call.hpp"

#include <duckdb.hpp>

namespace redstart::sql {

void TransactionEnd::commit() {
    auto& transaction = session_.transaction();
    const bool open = transaction.in_block() || transaction.engine_open() || transaction.xid() != 0;
    portals_.before_commit();
    transaction.commit(session_.engine_connection().if_open());
    portals_.committed();
    session_.transaction_ended(true);
    if (open) session_.report_transaction();
}

void TransactionEnd::rollback() {
    portals_.rolled_back();
    session_.transaction().rollback(session_.engine_connection().if_open());
    session_.transaction_ended(false);
    session_.report_transaction();
}

void TransactionEnd::fail(const protocol::SqlError& error) {
    portals_.rolled_back();
    abandon_call(session_.engine_connection().if_open());
    session_.transaction().fail(session_.engine_connection().if_open());
    lost(error);
}

void TransactionEnd::lost(const protocol::SqlError& error) {
    session_.finish_statement(&error);
    session_.transaction_ended(false);
    session_.report_transaction();
}

} // namespace redstart::sql
