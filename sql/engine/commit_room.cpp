#include "sql/engine/commit_room.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include <duckdb.hpp>
#include <duckdb/main/attached_database.hpp>
#include <duckdb/storage/database_size.hpp>
#include <duckdb/storage/storage_manager.hpp>
#include <duckdb/transaction/duck_transaction.hpp>
#include <duckdb/transaction/meta_transaction.hpp>
#include <duckdb/transaction/undo_buffer.hpp>
#include <sys/statvfs.h>

namespace redstart::sql {
namespace {

// A checkpoint writes what is in the log, and the parts of tables that it touches once more: at most the whole file,
// before anything of it is given back. That much need not be free of a large one, whose log is small beside it.
constexpr std::uint64_t kLittle = std::uint64_t{16} << 20;
constexpr std::uint64_t kPlenty = std::uint64_t{1} << 30;

std::uint64_t available(const std::string& folder) {
    struct statvfs disk {};
    if (::statvfs(folder.c_str(), &disk) != 0) return std::numeric_limits<std::uint64_t>::max();
    return std::uint64_t{disk.f_bavail} * disk.f_frsize;
}

} // namespace

CommitRoom::LogOnly::LogOnly(CommitRoom& room, duckdb::DatabaseInstance& instance)
    : room_(&room), instance_(&instance) {
    const MutexLock lock(room.mutex_);
    if (room.log_only_++ == 0) room.set(instance, true);
}

CommitRoom::LogOnly::LogOnly(LogOnly&& other) noexcept
    : room_(std::exchange(other.room_, nullptr)), instance_(other.instance_) {}

CommitRoom::LogOnly::~LogOnly() {
    if (room_ == nullptr) return;
    const MutexLock lock(room_->mutex_);
    if (--room_->log_only_ == 0) room_->set(*instance_, false);
}

void CommitRoom::set(duckdb::DatabaseInstance& instance, bool log_only) {
    duckdb::DBConfig::GetConfig(instance).SetOptionByName("debug_skip_checkpoint_on_commit",
                                                          duckdb::Value::BOOLEAN(log_only));
}

CommitRoom::LogOnly CommitRoom::before_commit(duckdb::ClientContext& context) {
    if (folder_.empty()) return {};
    auto database = duckdb::MetaTransaction::Get(context).ModifiedDatabase();
    if (!database || database->IsSystem() || database->IsTemporary()) return {};
    auto transaction = duckdb::Transaction::TryGet(context, *database);
    if (!transaction) return {};
    auto& changes = transaction->Cast<duckdb::DuckTransaction>();
    if (!changes.ChangesMade() || has_room(*database, changes.GetUndoProperties().estimated_size)) return {};
    return {*this, *context.db};
}

bool CommitRoom::has_room(duckdb::AttachedDatabase& database, std::uint64_t more) const {
    if (folder_.empty()) return true;
    auto& storage = database.GetStorageManager();
    const auto written = storage.GetWALSize() + more;
    const auto free = available(folder_);
    if (free >= kPlenty + 4 * written) return true;
    return free >= kLittle + 2 * written + storage.GetDatabaseSize().bytes;
}

} // namespace redstart::sql
