#include "sql/engine/mapped_file.hpp"

#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"

#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace redstart::sql {
namespace {

[[noreturn]] void fail(const std::string& path) {
    throw protocol::SqlError(protocol::sqlstate::kIoError,
                             fmt::format("cannot read {}: {}", path, std::strerror(errno)));
}

} // namespace

MappedFile::MappedFile(const std::string& path) {
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) {
        if (errno == ENOENT) return;
        fail(path);
    }
    exists_ = true;
    struct stat status {};
    const bool known = ::fstat(file, &status) == 0;
    const auto size = known ? static_cast<std::size_t>(status.st_size) : 0;
    void* bytes = size == 0 ? nullptr : ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file, 0);
    const int error = errno;
    ::close(file);
    errno = error;
    if (!known || bytes == MAP_FAILED) fail(path);
    if (bytes != nullptr) bytes_ = {static_cast<const char*>(bytes), size};
}

MappedFile::~MappedFile() {
    if (!bytes_.empty()) ::munmap(const_cast<char*>(bytes_.data()), bytes_.size());
}

} // namespace redstart::sql
