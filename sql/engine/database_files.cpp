#include "sql/engine/database_files.hpp"

#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"
#include "sql/engine/engine_files.hpp"
#include "sql/engine/log_check.hpp"
#include "sql/engine/log_digest.hpp"
#include "sql/engine/mapped_file.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include <duckdb.hpp>
#include <fcntl.h>
#include <fmt/core.h>
#include <unistd.h>

namespace redstart::sql {
namespace {

namespace fs = std::filesystem;
using protocol::SqlError;

constexpr const char* kRecordFile = "redstart.logs";

[[noreturn]] void fail(const std::string& action, const std::string& path) {
    throw SqlError(protocol::sqlstate::kIoError, fmt::format("cannot {} {}: {}", action, path, std::strerror(errno)));
}

std::string log_of(const std::string& file) { return file + ".wal"; }

// Whole and durable, or not at all.
void write_file(const std::string& path, std::string_view bytes) {
    const auto unfinished = path + ".new";
    const int file = ::open(unfinished.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (file < 0) fail("write", unfinished);
    bool good = true;
    while (good && !bytes.empty()) {
        const auto written = ::write(file, bytes.data(), bytes.size());
        good = written >= 0 || errno == EINTR;
        if (written > 0) bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    good = good && ::fsync(file) == 0;
    ::close(file);
    if (!good || ::rename(unfinished.c_str(), path.c_str()) != 0) fail("write", path);
}

} // namespace

DatabaseFiles::DatabaseFiles(std::string directory, bool salvage)
    : directory_(std::move(directory)), salvage_(salvage), record_(directory_ == ":memory:" ? nullptr : open_record()) {
}

DatabaseFiles::~DatabaseFiles() = default;

// Beside databases it has been there since the first of them. Without it nobody can tell what they have lost.
std::unique_ptr<LogRecord> DatabaseFiles::open_record() {
    const auto path = directory_ + "/" + kRecordFile;
    const auto damage = LogRecord::damage_of(path);
    const bool is_wanted =
        fs::exists(directory_ + "/" + kSystemFile) && fs::file_size(directory_ + "/" + kSystemFile) > 0;
    if (!damage.empty() && is_wanted) {
        if (!salvage_)
            throw SqlError(protocol::sqlstate::kSystemError,
                           fmt::format("{} {}; --salvage starts with databases and logs as they are", path, damage));
        salvaged_.push_back({kRecordFile, "", "nothing"});
    }
    return std::make_unique<LogRecord>(path);
}

std::string DatabaseFiles::path_of(const std::string& file) const {
    return directory_ == ":memory:" ? directory_ : directory_ + "/" + file;
}

// The engine's default for databases in memory.
std::string DatabaseFiles::temporary_folder() const { return in_memory() ? ".tmp" : directory_ + "/tmp"; }

Owned<duckdb::FileSystem> DatabaseFiles::file_system() {
    return engine_files(in_memory() ? "" : directory_, temporary_folder(), record_.get());
}

std::vector<std::string> DatabaseFiles::others() const {
    std::vector<std::string> files;
    if (in_memory()) return files;
    for (const auto& entry : fs::directory_iterator(directory_)) {
        const auto name = entry.path().filename().string();
        if (name.ends_with(".duckdb") && name != kSystemFile) files.push_back(name);
    }
    std::sort(files.begin(), files.end());
    return files;
}

bool DatabaseFiles::is_stub(const std::string& file) const {
    constexpr std::uintmax_t kHeaders = 3 * 4096;
    if (in_memory()) return false;
    std::error_code missing;
    const auto size = fs::file_size(path_of(file), missing);
    return missing ? !fs::exists(path_of(file)) : size < kHeaders && !fs::exists(path_of(log_of(file)));
}

bool DatabaseFiles::has_salvaged_system() const {
    return std::any_of(salvaged_.begin(), salvaged_.end(),
                       [](const Salvage& saved) { return saved.file.starts_with(kSystemFile); });
}

std::optional<Damage> DatabaseFiles::prepare(const std::string& file) {
    if (in_memory()) return std::nullopt;
    if (!fs::exists(path_of(file))) return Damage{file, "is missing", ""};
    if (auto damage = check_state(file)) return damage;
    const auto log = log_of(file);
    const auto path = path_of(log);
    const auto acknowledged = record_->length(log);
    const auto check = check_log_file(path, acknowledged);
    if (check.damage.empty() && is_foreign_log(log)) {
        if (!salvage_) return Damage{log, "is the log of another database, or an older copy", ""};
        salvaged_.push_back({log, set_log_aside(log), "nothing"});
        return std::nullopt;
    }
    if (!check.damage.empty() && !salvage_) return Damage{log, check.damage, ""};
    if (!check.damage.empty()) {
        const MappedFile bytes(path);
        save_log(log, bytes.bytes());
    } else if (std::error_code none; fs::exists(path) && fs::file_size(path, none) > check.whole) {
        if (::truncate(path.c_str(), static_cast<off_t>(check.whole)) != 0) fail("write", path);
    }
    return std::nullopt;
}

// Long enough, and whole, but its first bytes are not those that were written.
bool DatabaseFiles::is_foreign_log(const std::string& log) const {
    const auto length = record_->length(log);
    const auto wanted = record_->digest(log);
    LogDigest digest;
    return length && wanted && digest.add_file(path_of(log), *length) && digest.value() != *wanted;
}

// Its new name; empty where there is none.
std::string DatabaseFiles::set_log_aside(const std::string& log) {
    const bool has_log = fs::exists(path_of(log));
    const auto copy = has_log ? spare_name(log) : std::string();
    if (has_log && ::rename(path_of(log).c_str(), path_of(copy).c_str()) != 0) fail("rename", path_of(log));
    record_->forget(log);
    return copy;
}

// One whose headers cannot be read is the engine's to judge. A log does not fit an older file.
std::optional<Damage> DatabaseFiles::check_state(const std::string& file) {
    const auto state = file_state_of(path_of(file));
    if (!state) return std::nullopt;
    const auto known = record_->state(file);
    if (known && known->identity != 0 && known->identity != state->identity)
        return Damage{file, "is the file of another database", ""};
    if (known && state->writes < known->writes) {
        if (!salvage_) return Damage{file, "is an older copy of what was there", ""};
        salvaged_.push_back({file, set_log_aside(log_of(file)), "an older copy"});
    }
    record_->set_state(file, *state);
    return std::nullopt;
}

// The copy first: who is cut off here finds the log as it was.
void DatabaseFiles::save_log(const std::string& log, std::string_view bytes) {
    const auto readable = readable_log(bytes);
    const auto copy = spare_name(log);
    if (!bytes.empty()) write_file(path_of(copy), bytes);
    record_->forget(log);
    if (!bytes.empty()) write_file(path_of(log), readable);
    salvaged_.push_back({log, bytes.empty() ? "" : copy,
                         std::to_string(readable.size()) + " of " + std::to_string(bytes.size()) + " bytes"});
}

std::string DatabaseFiles::spare_name(const std::string& file) const {
    for (int number = 1;; ++number) {
        auto name = file + ".damaged-" + std::to_string(number);
        if (!fs::exists(path_of(name))) return name;
    }
}

Damage DatabaseFiles::unreadable(const std::string& file, std::string reason) {
    std::replace(reason.begin(), reason.end(), '\n', ' ');
    return {file, "cannot be read", std::move(reason)};
}

std::string DatabaseFiles::told(const Damage& damage) const {
    return path_of(damage.file) + " " + damage.what + (damage.reason.empty() ? "" : ": " + damage.reason);
}

void DatabaseFiles::remove(const std::string& file) noexcept {
    if (in_memory()) return;
    record_->forget(log_of(file));
    record_->forget_state(file);
    std::error_code ignored; // a file that stays behind is never read again
    fs::remove(path_of(file), ignored);
    fs::remove(path_of(log_of(file)), ignored);
}

void DatabaseFiles::set_aside_system() {
    for (const std::string& file : {std::string(kSystemFile), log_of(kSystemFile)}) {
        if (!fs::exists(path_of(file))) continue;
        const auto copy = spare_name(file);
        if (::rename(path_of(file).c_str(), path_of(copy).c_str()) != 0) fail("rename", path_of(file));
        salvaged_.push_back({file, copy, "nothing"});
    }
    record_->forget(log_of(kSystemFile));
    record_->forget_state(kSystemFile);
}

} // namespace redstart::sql
