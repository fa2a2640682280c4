// FunctionServices: a session as the engine's functions and views see it (catalog::SessionServices).
// Owned by the session's context. Called on the session's thread and, while a statement runs, on the engine's workers.
#pragma once

#include "catalog/mutex/mutex.hpp"
#include "catalog/state/session_services.hpp"
#include "sql/object/relations.hpp"
#include "sql/session/session_parts.hpp"
#include "sql/settings/settings.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace redstart::sql {

class ClientOutput;
class Interrupts;
class SessionUser;
class StatementRecord;
class Transaction;

// Binds the query of a view without schema binding as the session sees its names now (SessionServices::late_columns);
// what binds lies above this room.
using LateColumns = std::vector<catalog::ViewColumn>(duckdb::ClientContext& engine, const NameScope& scope,
                                                     const std::string& schema, const std::string& view);

// The parts of a session that functions may ask about.
struct SessionFacts {
    std::int32_t pid;
    const std::string& database;
    const SessionUser& user;
    const Settings& settings;
    const Interrupts& interrupts;
    const Transaction& transaction;
    const StatementRecord& record;
};

class FunctionServices final : public catalog::SessionServices {
public:
    // The referents outlive this. `output` hears warnings.
    FunctionServices(ExecutorServices services, SessionFacts facts, ClientOutput& output, LateColumns* late_columns)
        : services_(services), facts_(facts), output_(output), late_columns_(late_columns) {}

    // How the session sees names now.
    NameScope names() const;
    // The next access takes new snapshots of live state and history.
    void forget_snapshots();
    // The settings as set_config() has left them, once; nullopt: it was not called.
    std::optional<Settings> take_settings();

    std::int32_t pid() const override;
    const std::string& user_name() const override;
    std::int32_t user_id() const override;
    bool superuser() const override;
    std::optional<catalog::Directories> own_directories() const override;
    const std::string& database() const override;
    std::vector<std::string> search_path() const override;
    std::optional<std::string> setting(std::string_view name) const override;
    std::string set_config(std::string_view name, std::string_view value, bool local) override;
    std::shared_ptr<const catalog::LiveSnapshot> live() const override;
    std::shared_ptr<const catalog::HistorySnapshot> history() const override;
    std::vector<std::int32_t> blockers(std::int32_t pid) const override;
    std::vector<catalog::ViewColumn> late_columns(duckdb::ClientContext& engine, const std::string& schema,
                                                  const std::string& view) const override;
    std::int32_t last_query_id() const override;
    catalog::LastTransfer last_load() const override;
    catalog::LastTransfer last_unload() const override;
    catalog::Micros statement_start() const override;
    catalog::Micros transaction_start() const override;
    std::int32_t cancel_backend(std::int32_t pid) override;
    std::int32_t terminate_backend(std::int32_t pid) override;

private:
    std::int32_t signal(SignalKind kind, std::int32_t pid);

    ExecutorServices services_;
    const SessionFacts facts_;
    ClientOutput& output_;
    LateColumns* const late_columns_;

    // Engine workers may ask at the same time. The live state is asked under it.
    mutable Mutex snapshot_mutex_;
    mutable std::shared_ptr<const catalog::LiveSnapshot> live_ GUARDED_BY(snapshot_mutex_);
    mutable std::shared_ptr<const catalog::HistorySnapshot> history_ GUARDED_BY(snapshot_mutex_);
    mutable Mutex set_config_mutex_;
    std::optional<Settings> set_config_ GUARDED_BY(set_config_mutex_); // the settings as set_config() leaves them
    Mutex notice_mutex_; // around output_: the functions that signal may run on several engine workers
};

} // namespace redstart::sql
