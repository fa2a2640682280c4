#include "sql/engine/log_record.hpp"

#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"
#include "sql/engine/mapped_file.hpp"

#include <cerrno>
#include <charconv>
#include <cstdio>
#include <cstring>

#include <fcntl.h>
#include <fmt/core.h>
#include <unistd.h>

namespace redstart::sql {
namespace {

// A line of text per log, of a size that no block boundary cuts: checksum, length, name, and, where one is known and
// the name leaves room, the digest.
constexpr std::size_t kLineSize = 256;
constexpr std::size_t kNameAt = 38;
constexpr std::size_t kDigestSize = 16;
constexpr std::size_t kDigestAt = kLineSize - 1 - kDigestSize;

// FNV-1a: against damage, not against somebody.
std::uint64_t checksum(std::string_view text) {
    std::uint64_t hash = 0xcbf29ce484222325U;
    for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
    return hash;
}

std::string hexadecimal(std::uint64_t number) {
    char text[17];
    std::snprintf(text, sizeof text, "%016llx", static_cast<unsigned long long>(number));
    return text;
}

std::string line_of(const std::string& log, std::uint64_t length, std::uint64_t digest) {
    char number[21];
    std::snprintf(number, sizeof number, "%020llu", static_cast<unsigned long long>(length));
    std::string rest = std::string(number) + " " + log;
    rest.resize(kLineSize - 18, ' ');
    if (digest != 0 && kNameAt + log.size() < kDigestAt) rest.replace(kDigestAt - 17, kDigestSize, hexadecimal(digest));
    return hexadecimal(checksum(rest)) + " " + rest + "\n";
}

// The first line of a new record, which says nothing else.
constexpr const char* kItself = "redstart.logs";
// Behind the name of a database's file: the line of its identity.
constexpr const char* kIdentity = "#";

struct Read {
    std::string log;
    std::uint64_t length = 0;
    std::uint64_t digest = 0;
};

std::optional<Read> read_line(std::string_view line) {
    const auto rest = line.substr(17, kLineSize - 18);
    if (line.substr(0, 16) != hexadecimal(checksum(rest))) return std::nullopt;
    Read read;
    std::from_chars(rest.data(), rest.data() + 20, read.length);
    auto name = line.substr(kNameAt, kLineSize - 1 - kNameAt);
    const auto digest = line.substr(kDigestAt, kDigestSize);
    const auto parsed = std::from_chars(digest.data(), digest.data() + digest.size(), read.digest, 16);
    if (line[kDigestAt - 1] == ' ' && parsed.ec == std::errc() && parsed.ptr == digest.data() + digest.size())
        name = line.substr(kNameAt, kDigestAt - kNameAt);
    else
        read.digest = 0;
    read.log = name.substr(0, name.find_last_not_of(' ') + 1);
    return read;
}

} // namespace

LogRecord::LogRecord(std::string path) : path_(std::move(path)) {
    const MutexLock lock(mutex_);
    read();
    file_ = ::open(path_.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    bool good = file_ >= 0;
    if (good && line_count_ == 0) { // one that holds nothing is told from one that was cut
        const auto line = lines_.emplace(kItself, Line{take_line(), 1}).first;
        good = write(kItself, line->second) && ::fsync(file_) == 0;
    }
    if (!good)
        throw protocol::SqlError(protocol::sqlstate::kIoError,
                                 fmt::format("cannot write {}: {}", path_, std::strerror(errno)));
}

LogRecord::~LogRecord() {
    if (file_ >= 0) ::close(file_);
}

// A line that is damaged says nothing, and is not written again: whose it was cannot be known. One of length 0 says no
// more than none.
void LogRecord::read() {
    const MappedFile file(path_);
    const auto bytes = file.bytes();
    line_count_ = (bytes.size() + kLineSize - 1) / kLineSize;
    for (std::size_t number = 0; (number + 1) * kLineSize <= bytes.size(); ++number)
        if (auto line = read_line(bytes.substr(number * kLineSize, kLineSize))) {
            if (line->length == 0)
                free_.push_back(number);
            else
                lines_[line->log] = {number, line->length, line->digest};
        }
}

std::optional<std::uint64_t> LogRecord::length(const std::string& log) const {
    const MutexLock lock(mutex_);
    const auto found = lines_.find(log);
    return found == lines_.end() ? std::nullopt : std::optional(found->second.length);
}

std::optional<std::uint64_t> LogRecord::digest(const std::string& log) const {
    const MutexLock lock(mutex_);
    const auto found = lines_.find(log);
    return found == lines_.end() || found->second.digest == 0 ? std::nullopt : std::optional(found->second.digest);
}

void LogRecord::set(const std::string& log, std::uint64_t length, std::uint64_t digest) noexcept {
    const MutexLock lock(mutex_);
    if (file_ < 0 || log.size() > kLineSize - 1 - kNameAt) return;
    try {
        auto found = lines_.find(log);
        if (found == lines_.end()) found = lines_.emplace(log, Line{take_line(), 0}).first;
        auto& line = found->second;
        if (line.length == length && line.digest == digest) return;
        line.length = length;
        line.digest = digest;
        if (!write(log, found->second)) give_up();
    } catch (const std::bad_alloc&) { give_up(); }
}

void LogRecord::lower(const std::string& log, std::uint64_t length) noexcept {
    const MutexLock lock(mutex_);
    const auto found = lines_.find(log);
    if (file_ < 0 || found == lines_.end() || found->second.length <= length) return;
    found->second.length = length;
    found->second.digest = 0;
    if (!write(log, found->second) || ::fdatasync(file_) != 0) give_up();
}

void LogRecord::forget(const std::string& log) noexcept {
    lower(log, 0);
    const MutexLock lock(mutex_);
    const auto found = lines_.find(log);
    if (found == lines_.end()) return;
    try {
        free_.push_back(found->second.number);
    } catch (const std::bad_alloc&) {} // it stays unused
    lines_.erase(found);
}

std::optional<FileState> LogRecord::state(const std::string& file) const {
    const auto writes = length(file);
    const auto identity = length(file + kIdentity);
    if (!writes && !identity) return std::nullopt;
    return FileState{identity.value_or(0), writes.value_or(0)};
}

void LogRecord::set_state(const std::string& file, const FileState& state) noexcept {
    try {
        set(file, state.writes);
        if (state.identity != 0) set(file + kIdentity, state.identity);
    } catch (const std::bad_alloc&) {} // nothing new is known of it
}

void LogRecord::forget_state(const std::string& file) noexcept {
    forget(file);
    forget(file + kIdentity);
}

std::string LogRecord::damage_of(const std::string& path) {
    const MappedFile file(path);
    const auto bytes = file.bytes();
    if (bytes.empty()) return ::access(path.c_str(), F_OK) == 0 ? "is empty" : "is missing";
    for (std::size_t at = 0; at + kLineSize <= bytes.size(); at += kLineSize)
        if (read_line(bytes.substr(at, kLineSize))) return "";
    return "has no line that can be read";
}

std::size_t LogRecord::take_line() {
    if (free_.empty()) return line_count_++;
    const auto number = free_.back();
    free_.pop_back();
    return number;
}

bool LogRecord::write(const std::string& log, const Line& line) noexcept {
    try {
        const auto text = line_of(log, line.length, line.digest);
        const auto at = static_cast<off_t>(line.number * kLineSize);
        return ::pwrite(file_, text.data(), text.size(), at) == static_cast<ssize_t>(text.size());
    } catch (const std::bad_alloc&) { return false; }
}

// A length that is too large would have a good log refused. The first line is what is left: the record is begun anew
// by what is written from the next start on.
void LogRecord::give_up() noexcept {
    const bool kept = write(kItself, {0, 1}) && ::ftruncate(file_, kLineSize) == 0;
    ::close(file_);
    file_ = -1;
    lines_.clear();
    if (!kept) ::unlink(path_.c_str());
}

} // namespace redstart::sql
