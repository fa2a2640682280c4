// Engine: opens the embedded DuckDB instance, attaches every database of the data directory, sandboxes it and installs
// the catalog. One per process, shared by every backend; every method is thread-safe unless it says otherwise.
#pragma once

#include "catalog/information/function_names.hpp"
#include "catalog/state/directories.hpp"
#include "sql/engine/commit_room.hpp"
#include "sql/engine/database_files.hpp"
#include "sql/engine/database_sessions.hpp"
#include "sql/engine/definition_memory.hpp"
#include "sql/engine/engine_events.hpp"
#include "sql/engine/engine_gate.hpp"
#include "sql/lock/isolation_manager.hpp"
#include "sql/settings/time_zones.hpp"

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace duckdb {
class Connection;
class DatabaseInstance;
class DuckDB;
} // namespace duckdb

namespace redstart::sql {

class SystemStore;

struct EngineOptions {
    std::string data_dir = ":memory:"; // a directory, or ":memory:" to keep nothing
    std::string database = "dev";      // created at first start
    int threads = 0;                   // engine worker threads; 0: one per core
    std::string memory_limit;          // for example "4GB"; empty: the engine's default
    std::string temp_limit;            // of temporary files; empty: half of what is free on their disk
    catalog::IsolationLevel isolation = catalog::IsolationLevel::Snapshot; // of databases made without a level
    bool salvage = false; // starts with what can be read of damaged files, and keeps a copy of them
};

// What rooms above the engine put into it. Both throw protocol::SqlError.
struct EngineInstallers {
    // Into each new instance, before it is sandboxed: casts, rules on plans, functions.
    void (*instance)(duckdb::DatabaseInstance& instance) = nullptr;
    // Into a database of a client's that was attached.
    void (*database)(duckdb::Connection& connection, const std::string& name) = nullptr;
};

class Engine {
public:
    // Whether a database is of use as it is created.
    enum class Contents : unsigned char { Whole, ToCome };

    // Opens or creates everything. A database whose file or log is damaged is there and answers 58000 (its row says
    // why); throws protocol::SqlError with a clear message that names the file when it is the system's, or no database
    // is left.
    Engine(EngineOptions options, EngineInstallers installers);
    ~Engine();
    Engine(const Engine&) = delete;
    Engine& operator=(const Engine&) = delete;

    bool in_memory() const noexcept { return options_.data_dir == ":memory:"; }
    SystemStore& store() noexcept { return *store_; }
    const catalog::UserDirectory& users() const noexcept;
    const catalog::DatabaseDirectory& databases() const noexcept;
    const catalog::GroupDirectory& groups() const noexcept;
    const catalog::RoleDirectory& roles() const noexcept;
    catalog::Directories directories() const noexcept { return {users(), databases(), groups(), roles()}; }
    bool has_database(std::string_view name) const;

    // Creates and attaches a database with schema public; its oid and file are chosen here. Throws 42P04 when the name
    // is taken, 42602 when it cannot be one. Not transactional, as the next two; callers take turns (pg_database's
    // lock).
    void create_database(catalog::Database database, Contents contents = Contents::Whole);
    // It has what it was made for. One that has not when the engine is opened is dropped: its making was cut short.
    void finish_database(const std::string& name);
    // Nobody may be in them: the caller has closed the database. Dropping one deletes its files;
    // one that is kept in memory cannot be renamed (0A000). Renaming happens whole or not at all; `check` ends the wait
    // for transactions that look at the database by throwing, and after some seconds it is 55006.
    void rename_database(catalog::Database database, const std::string& name, const std::function<void()>& check);
    void drop_database(const catalog::Database& database);
    void update_database(const catalog::Database& database); // all but its name; found by its oid

    // A session's stay in a database, for as long as it lasts. Throws FATAL 3D000 when there is no such database, 58000
    // when it is damaged.
    DatabaseSessions::Stay enter_database(const std::string& name);
    DatabaseSessions& sessions() noexcept { return sessions_; }
    // The level of new databases, and of the one that exists now (Snapshot for one that does not).
    catalog::IsolationLevel default_isolation() const noexcept { return options_.isolation; }
    catalog::IsolationLevel isolation_of(const std::string& database) const;
    IsolationManager& isolation() noexcept { return isolation_; }

    // A new connection to the instance whose default database is `database`, schema public. Never null.
    std::unique_ptr<duckdb::Connection> connect(const std::string& database) const;

    // To the system database: its tables are named in full. Never null.
    std::unique_ptr<duckdb::Connection> connect_to_store() const;

    // Which functions a client may call, and where they live.
    const FunctionNames& functions() const noexcept { return functions_; }

    const TimeZones& time_zones() const noexcept { return time_zones_; }

    // Object ids are unique in the data directory and start at 100000, as on a cluster.
    std::uint32_t next_oid() noexcept { return next_oid_.fetch_add(1); }
    std::int32_t next_query_id() noexcept { return next_query_id_.fetch_add(1); }

    // Counts committed and attempted DDL: cached plans and name look-ups of an older epoch are not used again.
    std::uint64_t catalog_epoch() const noexcept { return catalog_epoch_.load(); }
    void bump_catalog_epoch() noexcept { catalog_epoch_.fetch_add(1); }

    // Whoever uses a connection does so with a pass of this gate.
    EngineGate& gate() noexcept { return gate_; }
    // True when the instance has failed for good (docs/architecture.md, "When the engine fails"). Inside the gate.
    bool failed() const;
    // Replaces an instance that has failed by one that reads the same files: what was committed is there again. Ends
    // every running statement. Databases in memory have nothing to be read from: theirs stays failed. Outside the gate.
    void restart(EngineEvents& events);
    // It has failed and stays so: every statement that needs it is refused until the server is restarted. Inside the
    // gate.
    bool failed_for_good() const { return in_memory() && failed(); }

    DefinitionMemory& definitions() noexcept { return definitions_; }
    CommitRoom& commit_room() noexcept { return commit_room_; }
    // What the instance may have in memory, in bytes; the same after a restart. Any thread.
    std::int64_t memory_limit() const noexcept { return memory_limit_; }

    // What the instance has in memory may not be what its files have: it has failed from now on. No effect on databases
    // that are only in memory. Inside the gate.
    void distrust(const char* reason);

    // Writes the log of that database into its file when it has grown, there is room and no transaction is in the way:
    // a commit beside an open writer could not. Outside the gate; returns at once when another thread does it.
    void trim_log(const std::string& database, EngineEvents& events) noexcept;
    // Writes every database's log into its file; errors are reported as text, empty when all went well.
    std::string checkpoint();

    // What was wrong with files when they were opened last, a line for each, and what has been saved of them. For the
    // thread that has opened them.
    const std::vector<std::string>& damages() const noexcept { return damages_; }
    const std::vector<Salvage>& salvaged() const noexcept { return files_.salvaged(); }

private:
    void open();
    void open_instance();
    void open_system();
    void open_databases();
    std::optional<Damage> open_file(const std::string& file, const std::string& name);
    std::optional<Damage> open_system_file();
    std::optional<Damage> open_store();
    void create_first_database();
    void adopt_databases();
    void drop_unfinished();
    void finish_changes();
    void check_new_name(const std::string& name) const;
    void install_all();
    void sandbox();
    std::string temp_limit() const;
    void checkpoint_long_log(const std::string& database);
    std::uint32_t highest_oid() const;
    std::int64_t count_definitions() const;

    const EngineOptions options_;
    const EngineInstallers installers_;
    DatabaseFiles files_;                        // outlives the instance, which keeps its record
    std::map<std::uint32_t, Damage> unreadable_; // while it is opened: databases by oid
    std::vector<std::string> damages_;
    DatabaseSessions sessions_;
    IsolationManager isolation_;
    EngineGate gate_;
    std::unique_ptr<duckdb::DuckDB> instance_; // replaced inside a closed gate; nullptr: it could not be opened again
    std::unique_ptr<SystemStore> store_;
    std::atomic<std::int64_t> memory_limit_{0};
    CommitRoom commit_room_{in_memory() ? std::string() : options_.data_dir};
    DefinitionMemory definitions_{[this] { return count_definitions(); }};
    FunctionNames functions_;
    TimeZones time_zones_; // read once: sessions hold references to it
    std::atomic<std::uint32_t> next_oid_{100000};
    std::atomic<std::int32_t> next_query_id_{1};
    std::atomic<std::uint64_t> catalog_epoch_{1};
    std::atomic<bool> trimming_{false};
    std::atomic<bool> told_of_end_{false}; // that it has failed for good
};

} // namespace redstart::sql
