#include "sql/session/store_transaction.hpp"

#include "catalog/engine/errors.hpp"
#include "sql/engine/engine.hpp"
#include "sql/store/system_store.hpp"

#include <duckdb.hpp>

namespace redstart::sql {

StoreTransaction::StoreTransaction(Engine& engine) : engine_(engine) {}

StoreTransaction::~StoreTransaction() { rollback(); }

StoreWriter& StoreTransaction::writer() {
    if (writer_) return *writer_;
    auto connection = engine_.connect_to_store();
    try {
        connection->BeginTransaction();
    } catch (const std::exception& error) { throw to_sql_error(error); }
    connection_ = std::move(connection);
    writer_ = std::make_unique<StoreWriter>(*connection_, &changes_);
    return *writer_;
}

catalog::Directories StoreTransaction::directories() const noexcept {
    return own_ ? own_->directories() : engine_.directories();
}

void StoreTransaction::begin() {
    if (own_) return;
    writer();
    read();
}

void StoreTransaction::show_changes() {
    if (shown_ != changes_.size()) read();
}

// What is wrong with databases is not in their rows.
void StoreTransaction::read() {
    std::map<std::uint32_t, std::string> damages;
    for (const auto& database : engine_.databases().all())
        if (!database->damage.empty()) damages.emplace(database->oid, database->damage);
    auto own = std::make_unique<DirectorySet>();
    own->read(*connection_, damages);
    own_ = std::move(own);
    shown_ = changes_.size();
}

std::int32_t StoreTransaction::number() { return take_number(writer(), kChangeCounter); }

void StoreTransaction::commit() {
    if (!connection_) return;
    try {
        connection_->Commit();
    } catch (const std::exception& error) { throw to_sql_error(error); }
    const bool changed = this->changed();
    rollback(); // nothing is left to be rolled back
    // Before the transaction's locks are free: who waited for them hears of it.
    if (changed) engine_.store().reload();
}

void StoreTransaction::rollback() noexcept {
    try {
        if (connection_ && connection_->HasActiveTransaction()) connection_->Rollback();
    } catch (const std::exception&) {
        // The engine has ended it itself, or is invalid.
    }
    writer_.reset();
    connection_.reset();
    changes_.clear();
    shown_ = 0;
    own_.reset();
}

} // namespace redstart::sql
