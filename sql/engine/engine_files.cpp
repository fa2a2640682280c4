#include "sql/engine/engine_files.hpp"

#include "catalog/mutex/mutex.hpp"
#include "sql/engine/file_state.hpp"
#include "sql/engine/log_digest.hpp"
#include "sql/engine/log_record.hpp"

#include <array>
#include <filesystem>
#include <map>
#include <span>
#include <string_view>

#include <duckdb.hpp>
#include <duckdb/common/local_file_system.hpp>
#include <duckdb/common/virtual_file_system.hpp>

namespace redstart::sql {
namespace {

using duckdb::FileOpener;
using duckdb::optional_ptr;
using Path = std::filesystem::path;

// Absolute, without "." and "..". Links are not followed: nobody but the server's own user makes any here.
Path full_path(const std::string& path) {
    auto full = std::filesystem::absolute(path).lexically_normal();
    return full.has_filename() ? full : full.parent_path();
}

bool is_database(const std::string& path) { return path.ends_with(".duckdb"); }
bool is_log(const std::string& path) { return path.ends_with(".wal"); }

std::string name_of(const std::string& path) { return path.substr(path.rfind('/') + 1); }

// The digests of the logs as far as they were made durable, by path. What is new of a log is read back from the file.
class LogDigests {
public:
    // Of the first `length` bytes; 0: they cannot be read.
    std::uint64_t of(const std::string& path, std::uint64_t length) {
        auto digest = known(path);
        if (digest.length() > length) digest = {};
        if (!digest.add_file(path, length)) return 0;
        const MutexLock lock(mutex_);
        known_.insert_or_assign(path, digest);
        return digest.value();
    }
    void forget(const std::string& path) {
        const MutexLock lock(mutex_);
        known_.erase(path);
    }

private:
    LogDigest known(const std::string& path) const {
        const MutexLock lock(mutex_);
        const auto found = known_.find(path);
        return found == known_.end() ? LogDigest() : found->second;
    }

    mutable Mutex mutex_;
    std::map<std::string, LogDigest> known_ GUARDED_BY(mutex_);
};

class EngineFiles : public duckdb::LocalFileSystem {
public:
    EngineFiles(const std::string& data_dir, const std::string& temporary, LogRecord* record)
        : data_dir_(data_dir.empty() ? Path() : full_path(data_dir)), temporary_(full_path(temporary)),
          record_(record) {}

    duckdb::unique_ptr<duckdb::FileHandle> OpenFile(const std::string& path, duckdb::FileOpenFlags flags,
                                                    optional_ptr<FileOpener> opener) override {
        if (!is_limit(path) || flags.OpenForWriting()) require(path);
        return LocalFileSystem::OpenFile(path, flags, opener);
    }
    bool FileExists(const std::string& path, optional_ptr<FileOpener> opener) override {
        return (is_ours(path) || is_limit(path)) && LocalFileSystem::FileExists(path, opener);
    }
    bool IsPipe(const std::string&, optional_ptr<FileOpener>) override { return false; }
    void RemoveFile(const std::string& path, optional_ptr<FileOpener> opener) override {
        require(path);
        if (record_ != nullptr && is_log(path)) {
            record_->forget(name_of(path));
            digests_.forget(path);
        }
        LocalFileSystem::RemoveFile(path, opener);
    }
    // The main header on its way to the file.
    using LocalFileSystem::Write;
    void Write(duckdb::FileHandle& handle, void* buffer, std::int64_t size, duckdb::idx_t location) override {
        if (record_ != nullptr && location == 0 && size == kHeaderSize && is_database(handle.path)) {
            std::array<std::byte, kHeaderSize> before{};
            if (GetFileSize(handle) >= size) LocalFileSystem::Read(handle, before.data(), size, 0);
            stamp_header({static_cast<std::byte*>(buffer), kHeaderSize}, before);
        }
        LocalFileSystem::Write(handle, buffer, size, location);
    }
    // The length before: what is written meanwhile need not be durable. What is before it stays as it is.
    void FileSync(duckdb::FileHandle& handle) override {
        const bool log = record_ != nullptr && is_log(handle.path);
        const auto size = log ? GetFileSize(handle) : 0;
        LocalFileSystem::FileSync(handle);
        if (log && size > 0) {
            const auto length = static_cast<std::uint64_t>(size);
            record_->set(name_of(handle.path), length, digests_.of(handle.path, length));
        }
        if (record_ != nullptr && is_database(handle.path)) note_state(handle);
    }
    void Truncate(duckdb::FileHandle& handle, std::int64_t size) override {
        if (record_ != nullptr && is_log(handle.path))
            record_->lower(name_of(handle.path), static_cast<std::uint64_t>(size));
        digests_.forget(handle.path);
        LocalFileSystem::Truncate(handle, size);
    }
    void MoveFile(const std::string& source, const std::string& target, optional_ptr<FileOpener> opener) override {
        require(source);
        require(target);
        digests_.forget(source);
        digests_.forget(target);
        LocalFileSystem::MoveFile(source, target, opener);
    }
    bool DirectoryExists(const std::string& path, optional_ptr<FileOpener> opener) override {
        return is_folder(path) && LocalFileSystem::DirectoryExists(path, opener);
    }
    void CreateDirectory(const std::string& path, optional_ptr<FileOpener> opener) override {
        require_folder(path);
        LocalFileSystem::CreateDirectory(path, opener);
    }
    void RemoveDirectory(const std::string& path, optional_ptr<FileOpener> opener) override {
        require_folder(path);
        LocalFileSystem::RemoveDirectory(path, opener);
    }
    duckdb::vector<duckdb::OpenFileInfo> Glob(const std::string&, FileOpener*) override { return {}; }

protected:
    bool ListFilesExtended(const std::string& path, const std::function<void(duckdb::OpenFileInfo&)>& callback,
                           optional_ptr<FileOpener> opener) override {
        return is_folder(path) && LocalFileSystem::ListFilesExtended(path, callback, opener);
    }

private:
    void note_state(duckdb::FileHandle& handle) {
        std::array<std::byte, kHeadersSize> headers;
        if (GetFileSize(handle) < static_cast<std::int64_t>(headers.size())) return;
        LocalFileSystem::Read(handle, headers.data(), headers.size(), 0);
        if (const auto state = file_state(headers)) record_->set_state(name_of(handle.path), *state);
    }
    bool is_ours(const std::string& path) const {
        const auto full = full_path(path);
        const auto name = full.filename().string();
        if (full.parent_path() == temporary_) return name.starts_with("duckdb_temp_");
        if (data_dir_.empty() || full.parent_path() != data_dir_) return false;
        return name.ends_with(".duckdb") || name.ends_with(".duckdb.wal");
    }
    bool is_folder(const std::string& path) const { return full_path(path) == temporary_; }

    // What the engine reads to learn how many processors and how much memory its control group leaves it.
    static bool is_limit(const std::string& path) {
        const auto full = full_path(path).string();
        return full == "/proc/self/cgroup" || full.starts_with("/sys/fs/cgroup/");
    }

    void require(const std::string& path) const {
        if (!is_ours(path)) refuse();
    }
    void require_folder(const std::string& path) const {
        if (!is_folder(path)) refuse();
    }
    [[noreturn]] static void refuse() { throw duckdb::PermissionException("access to files is not permitted"); }

    const Path data_dir_;
    const Path temporary_;
    LogRecord* const record_;
    LogDigests digests_;
};

} // namespace

Owned<duckdb::FileSystem> engine_files(const std::string& data_dir, const std::string& temporary, LogRecord* record) {
    return duckdb::make_uniq<duckdb::VirtualFileSystem>(duckdb::make_uniq<EngineFiles>(data_dir, temporary, record));
}

} // namespace redstart::sql
