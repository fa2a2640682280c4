#include "sql/storage/part_owner.hpp"

#include "protocol/hashing.hpp"

#include <cerrno>
#include <system_error>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace redstart::sql {
namespace {

constexpr std::size_t kIdSize = 16; // hexadecimal digits

std::string new_id() { return protocol::to_hex(protocol::random_bytes(kIdSize / 2)); }

std::string owner_name(std::string_view id) { return std::string(kPartName) + std::string(id); }

bool same_file(int folder, const std::string& name, int file) {
    struct stat opened {};
    struct stat named {};
    return ::fstat(file, &opened) == 0 && ::fstatat(folder, name.c_str(), &named, AT_SYMLINK_NOFOLLOW) == 0 &&
           opened.st_ino == named.st_ino && opened.st_dev == named.st_dev;
}

// Made and locked; -1: somebody took it for a dead one's before it was locked.
int make_owner(int folder, const std::string& name) {
    const int file = ::openat(folder, name.c_str(), O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (file < 0) throw std::system_error(errno, std::generic_category());
    if (::flock(file, LOCK_EX | LOCK_NB) == 0 && same_file(folder, name, file)) return file;
    ::close(file);
    return -1;
}

} // namespace

PartOwner::~PartOwner() {
    if (file_ < 0) return;
    ::unlinkat(folder_, owner_name(id_).c_str(), 0);
    ::close(file_);
}

std::string PartOwner::new_part() {
    const MutexLock lock(mutex_);
    while (file_ < 0) {
        id_ = new_id();
        file_ = make_owner(folder_, owner_name(id_));
    }
    return owner_name(id_) + "-" + new_id();
}

// Its owner's file is there before it is, and goes after it.
bool PartOwner::is_left(std::string_view part) const {
    if (part.size() != kPartName.size() + 2 * kIdSize + 1 || !part.starts_with(kPartName)) return false;
    const auto name = owner_name(part.substr(kPartName.size(), kIdSize));
    const int file = ::openat(folder_, name.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    if (file < 0) return errno == ENOENT;
    const bool left = ::flock(file, LOCK_EX | LOCK_NB) == 0;
    if (left) ::unlinkat(folder_, name.c_str(), 0);
    ::close(file);
    return left;
}

} // namespace redstart::sql
