// Transaction: one session's transaction: the block (idle, in a block, failed), its locks and the engine's transaction,
// in one order: locks before snapshot, and in the end the engine first, then the locks.
// Used on the backend's thread only.
#pragma once

#include "catalog/engine/engine_types.hpp"
#include "sql/lock/serializable_graph.hpp"
#include "sql/object/lock_plan.hpp"
#include "sql/session/interrupts.hpp"
#include "sql/session/store_transaction.hpp"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

namespace redstart::sql {

class Engine;
class LockManager;

class Transaction {
public:
    Transaction(Engine& engine, LockManager& locks, Interrupts& interrupts, TransactionInfo owner)
        : engine_(engine), locks_(locks), interrupts_(interrupts), owner_(std::move(owner)), store_(engine) {}
    ~Transaction();
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;

    // 'I', 'T' or 'E' as ReadyForQuery sends it.
    char status() const noexcept { return failed_ ? 'E' : in_block_ ? 'T' : 'I'; }
    bool in_block() const noexcept { return in_block_; }
    bool failed() const noexcept { return failed_; }
    bool engine_open() const noexcept { return engine_open_; }
    Xid xid() const noexcept { return xid_; }
    catalog::Micros start_time() const noexcept { return started_; }
    // What has ended since the last call, for the history; nullopt: nothing that was registered.
    struct Ended {
        Xid xid = 0;
        catalog::Micros start = 0;
        catalog::Micros commit = 0; // 0: rolled back
    };
    std::optional<Ended> take_ended() noexcept { return std::exchange(ended_, std::nullopt); }

    // BEGIN: opens the block only; the engine's transaction waits for the first snapshot. `now` is what sysdate and
    // now() say until the block's end.
    void begin_block(catalog::Micros now) {
        if (!in_block_) block_start_ = now;
        in_block_ = true;
    }
    catalog::Micros block_start() const noexcept { return block_start_; } // of the block that is open

    // Registers the transaction where its locks are kept, once; the level of its database counts from then on.
    void ensure_registered();
    // Acquires the plan's locks in its order. Returns true when it waited, so that names must be looked up again.
    // Throws 40P01 on a deadlock, 0A000 for databases that cannot meet in one transaction, and what
    // Interrupts::check() says on a cancelled wait.
    bool lock(const LockPlan& plan);
    // True when the plan's snapshot has to be taken by open_engine(): the engine's own, in the middle of a statement,
    // would not do.
    bool needs_engine(const LockPlan& plan) const;
    // Another database may be read from now on: its lock is held, and its snapshot taken when others were already.
    // Throws 3D000 when it does not exist, and what lock() throws.
    void enter_database(const std::string& name, duckdb::Connection& connection);
    const std::set<std::string>& entered() const noexcept { return entered_; }
    // Issues the engine's BEGIN unless it was, and takes the snapshots of the session's database and of those that were
    // entered, together, unless they were.
    void open_engine(duckdb::Connection& connection);
    // What the plan is about to read and write, its locks held and its snapshots taken. A violation means that the
    // statement must fail; always nullopt outside of SERIALIZABLE databases.
    std::optional<SerializableViolation> declare(const LockPlan& plan);

    // Relations this transaction created, altered or dropped: what others see of them says nothing about it.
    bool changed(RelationId relation) const { return changed_.contains(relation); }
    // It has made or changed a schema, or what is granted on one or on the database.
    bool has_granted() const noexcept { return granted_; }
    void note_granted() noexcept { granted_ = true; }
    // The engine's catalog epoch when the snapshot was taken: 0 while there is none.
    std::uint64_t snapshot_epoch() const noexcept { return snapshot_epoch_; }
    // Users, groups, roles and rows of databases: its part of the transaction.
    StoreTransaction& store() noexcept { return store_; }
    const StoreTransaction& store() const noexcept { return store_; }
    RelationId last_written() const noexcept { return last_written_; }

    // Ends block or implicit transaction: the engine first, then every lock. commit() throws when the engine refuses
    // (everything is rolled back then).
    void commit(duckdb::Connection* connection);
    void rollback(duckdb::Connection* connection) noexcept;
    // After an error: rolls back and releases everything at once; inside a block the 25P02 gate stays.
    void fail(duckdb::Connection* connection) noexcept;
    // Ends an autocommitted statement's locks; the engine has committed or rolled back by itself.
    void release_locks() noexcept;

private:
    void check_databases(const LockPlan& plan);
    void commit_all(duckdb::Connection* connection);
    bool changes_tables(duckdb::Connection& connection) const;
    void commit_with_redo(duckdb::Connection& connection);
    void commit_engine(duckdb::Connection& connection);
    void roll_engine_back(duckdb::Connection* connection) noexcept;

    Engine& engine_;
    LockManager& locks_;
    Interrupts& interrupts_;
    TransactionInfo owner_;
    StoreTransaction store_;
    bool in_block_ = false;
    catalog::Micros block_start_ = 0;
    bool failed_ = false;
    bool engine_open_ = false;
    Xid xid_ = 0; // 0 until registered
    catalog::Micros started_ = 0;
    catalog::Micros committing_ = 0; // since when
    std::optional<Ended> ended_;
    // All of these are of the transaction that is registered.
    bool serializable_ = false;
    bool writes_ = false;
    std::set<std::string> entered_;                  // other databases
    std::map<std::string, SnapshotOrder> snapshots_; // by database
    std::set<RelationId> changed_;
    bool granted_ = false;
    RelationId last_written_ = 0;
    std::uint64_t snapshot_epoch_ = 0;
};

} // namespace redstart::sql
