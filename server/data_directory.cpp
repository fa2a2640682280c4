#include "server/data_directory.hpp"

#include "server/config/log.hpp"
#include "server/net/files.hpp"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <stdexcept>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>

namespace redstart::server {
namespace {

void create(const std::string& path) {
    if (std::filesystem::is_directory(path)) return;
    std::error_code error;
    std::filesystem::create_directories(path, error);
    if (error) { throw std::runtime_error(fmt::format("cannot create data directory {}: {}", path, error.message())); }
    ::chmod(path.c_str(), 0700);
}

bool is_ours(const std::string& path) {
    return std::filesystem::is_empty(path) || std::filesystem::exists(path + "/redstart.lock");
}

// The databases and the verifiers of passwords are in it. PostgreSQL refuses such a directory; here a volume or a
// folder that somebody made by hand is put right. One that is shared with other files stays as it is.
void tighten(const std::string& path) {
    constexpr mode_t kOthers = S_IWGRP | S_IRWXO;
    struct stat status {};
    if (::stat(path.c_str(), &status) != 0 || (status.st_mode & kOthers) == 0) return;
    const auto mode = status.st_mode & 0777U;
    if (is_ours(path) && ::chmod(path.c_str(), mode & ~kOthers) == 0)
        return log::event(
            LogLevel::Warning, "data_directory_tightened",
            {{"path", path}, {"from", fmt::format("{:04o}", mode)}, {"to", fmt::format("{:04o}", mode & ~kOthers)}});
    log::event(LogLevel::Warning, "data_directory_open",
               {{"path", path}, {"mode", fmt::format("{:04o}", mode)}, {"wanted", "0700 or 0750"}});
}

// Files of servers that did not make them private.
void tighten_files(const std::string& path) {
    constexpr mode_t kOthers = S_IRWXG | S_IRWXO;
    for (const auto& entry : std::filesystem::directory_iterator(path)) {
        const auto extension = entry.path().extension();
        if (extension != ".duckdb" && extension != ".wal" && extension != ".lock") continue;
        struct stat status {};
        if (::lstat(entry.path().c_str(), &status) != 0 || !S_ISREG(status.st_mode)) continue;
        if ((status.st_mode & kOthers) != 0) ::chmod(entry.path().c_str(), status.st_mode & 0700U);
    }
}

} // namespace

DataDirectory::DataDirectory(const std::string& path) {
    if (path == ":memory:") return;
    create(path);
    if (::access(path.c_str(), W_OK | X_OK) != 0)
        throw std::runtime_error(fmt::format("cannot write to data directory {}: {}", path, std::strerror(errno)));
    tighten(path);
    const std::string file = path + "/redstart.lock";
    lock_ = FileDescriptor(::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
    if (!lock_.valid()) throw std::runtime_error(fmt::format("cannot open {}: {}", file, std::strerror(errno)));
    if (::flock(lock_.get(), LOCK_EX | LOCK_NB) != 0) {
        std::string holder = read_file(file);
        holder.erase(holder.find_last_not_of('\n') + 1);
        throw std::runtime_error(
            fmt::format("data directory {} is in use by another redstart server (process {})", path, holder));
    }
    const std::string pid = fmt::format("{}\n", ::getpid());
    if (::ftruncate(lock_.get(), 0) != 0 || ::pwrite(lock_.get(), pid.data(), pid.size(), 0) < 0) {
        throw std::runtime_error(fmt::format("cannot write {}: {}", file, std::strerror(errno)));
    }
    tighten_files(path);
}

} // namespace redstart::server
