#include "server/net/files.hpp"

#include "server/net/file_descriptor.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <stdexcept>

#include <fcntl.h>
#include <fmt/format.h>

namespace redstart::server {
namespace {

[[noreturn]] void fail(const char* action, const std::string& path) {
    throw std::runtime_error(fmt::format("cannot {} {}: {}", action, path, std::strerror(errno)));
}

} // namespace

void write_private_file(const std::string& path, std::string_view content) {
    const std::string temporary = path + ".new";
    {
        const FileDescriptor file(::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
        if (!file.valid()) fail("write", temporary);
        while (!content.empty()) {
            const ssize_t written = ::write(file.get(), content.data(), content.size());
            if (written < 0 && errno != EINTR) fail("write", temporary);
            if (written > 0) content.remove_prefix(static_cast<std::size_t>(written));
        }
        if (::fsync(file.get()) != 0) fail("write", temporary);
    }
    if (::rename(temporary.c_str(), path.c_str()) != 0) fail("write", path);
}

std::string read_file(const std::string& path) {
    const FileDescriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!file.valid()) fail("read", path);
    std::string content;
    std::array<char, 4096> block;
    for (;;) {
        const ssize_t count = ::read(file.get(), block.data(), block.size());
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) fail("read", path);
        if (count == 0) return content;
        content.append(block.data(), static_cast<std::size_t>(count));
    }
}

} // namespace redstart::server
