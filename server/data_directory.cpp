#include "server/data_directory.hpp"

#include "server/files.hpp"

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

} // namespace

DataDirectory::DataDirectory(const std::string& path) {
    if (path == ":memory:") return;
    create(path);
    if (::access(path.c_str(), W_OK | X_OK) != 0)
        throw std::runtime_error(fmt::format("cannot write to data directory {}: {}", path, std::strerror(errno)));
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
}

} // namespace redstart::server
