#include "sql/session/engine_connection.hpp"

#include "catalog/object/session_state.hpp"
#include "sql/engine/engine.hpp"
#include "sql/rule/row_slices.hpp"
#include "sql/session/interrupts.hpp"
#include "sql/settings/settings.hpp"

#include <utility>

#include <duckdb.hpp>
#include <duckdb/main/client_config.hpp>

namespace redstart::sql {
namespace {

// The engine turns moments into clock times, and back, by a setting of its own.
void pass_time_zone(const Settings& settings, duckdb::ClientContext& context) {
    auto& zone = duckdb::ClientConfig::GetConfig(context).set_variables["TimeZone"];
    const auto wanted = settings.get("TimeZone").value_or("UTC");
    if (zone.IsNull() || duckdb::StringValue::Get(zone) != wanted) zone = duckdb::Value(wanted);
}

} // namespace

EngineConnection::EngineConnection(Engine& engine, std::string database, const Settings& settings,
                                   Interrupts& interrupts, catalog::SessionServices& services)
    : engine_(engine), database_(std::move(database)), settings_(settings), interrupts_(interrupts),
      services_(services), planning_(interrupts.pending_flag()) {}

EngineConnection::~EngineConnection() = default;

duckdb::Connection& EngineConnection::use() {
    set_results_aside();
    if (!connection_) {
        connection_ = engine_.connect(database_);
        catalog::attach_session(*connection_->context, services_);
        account_streams(*connection_->context, stream_memory_);
        interrupts_.watch_engine(connection_.get());
    }
    pass_time_zone(settings_, *connection_->context);
    return *connection_;
}

void EngineConnection::set_results_aside() {
    if (user_ != nullptr) std::exchange(user_, nullptr)->leave_connection();
}

void EngineConnection::close() noexcept { connection_.reset(); }

void EngineConnection::used_by(ConnectionUser* user) noexcept {
    user_ = user;
    planning_.pin();
}

void EngineConnection::left_by(const ConnectionUser* user) noexcept {
    if (user_ != user) return;
    user_ = nullptr;
    planning_.unpin();
}

} // namespace redstart::sql
