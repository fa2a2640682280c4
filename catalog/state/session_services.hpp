// SessionServices: what the functions and views of the catalog may ask about the session that runs them, and the two
// things they may do (cancel, terminate). sql::FunctionServices implements it; one per connection, registered in the
// engine's client context. Called on the session's own thread and, while a statement runs, on engine worker threads:
// every method is safe for concurrent reading while a statement runs.
#pragma once

#include "catalog/state/directories.hpp"
#include "catalog/state/system_state.hpp"
#include "catalog/state/wire_type.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace duckdb {
class ClientContext;
} // namespace duckdb

namespace redstart::catalog {

struct ViewColumn {
    std::string name;
    WireType type;
};

// The session's last COPY or UNLOAD that succeeded.
struct LastTransfer {
    std::int32_t query_id = -1;
    std::int64_t rows = 0;
};

class SessionServices {
public:
    virtual ~SessionServices() = default;

    virtual std::int32_t pid() const = 0;
    virtual const std::string& user_name() const = 0;
    virtual std::int32_t user_id() const = 0;
    virtual bool superuser() const = 0;
    // Users, groups, roles and databases as the session's transaction sees them; nullopt: it has changed none of them,
    // and sees what is committed.
    virtual std::optional<Directories> own_directories() const { return std::nullopt; }
    virtual const std::string& database() const = 0;
    // The schemas of the search path in order, "$user" as written, existing or not, without the implicit pg_catalog.
    virtual std::vector<std::string> search_path() const = 0;
    // The value of a configuration parameter; nullopt when there is none of that name.
    virtual std::optional<std::string> setting(std::string_view name) const = 0;
    // set_config(): the new value as SHOW prints it. Throws what SET throws. May be called on any worker; it takes
    // effect for the session when the statement has succeeded, and for setting() at once.
    virtual std::string set_config(std::string_view name, std::string_view value, bool local) = 0;
    // One snapshot per statement: the first call takes it, later calls in the same statement return the same object.
    virtual std::shared_ptr<const LiveSnapshot> live() const = 0;
    virtual std::shared_ptr<const HistorySnapshot> history() const = 0;
    // The pids that hold, or await further ahead in the queue, a lock that conflicts with the one `pid` waits for;
    // empty when it does not wait. Read from the lock table at one instant, not from the statement's snapshot.
    virtual std::vector<std::int32_t> blockers(std::int32_t pid) const = 0;
    // What a view without schema binding would give now, in the statement's transaction; empty when its query cannot be
    // bound, because a table of its is gone.
    virtual std::vector<ViewColumn> late_columns(duckdb::ClientContext& engine, const std::string& schema,
                                                 const std::string& view) const = 0;
    virtual std::int32_t last_query_id() const = 0; // pg_last_query_id(): -1 when none ran
    virtual LastTransfer last_load() const = 0;
    virtual LastTransfer last_unload() const = 0;
    virtual Micros statement_start() const = 0;
    virtual Micros transaction_start() const = 0;

    // pg_cancel_backend and pg_terminate_backend: 1 when signalled, 0 with a WARNING when there is no such session.
    // Throws SqlError 42501 when the caller may not signal that session.
    virtual std::int32_t cancel_backend(std::int32_t pid) = 0;
    virtual std::int32_t terminate_backend(std::int32_t pid) = 0;
};

} // namespace redstart::catalog
