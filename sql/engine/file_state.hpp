// Which database's file a file is, and how often the engine has written it: from its first three blocks of headers. The
// engine gives its files an identity only when they are encrypted; the field in the header is there all the same.
// Functions over bytes and files; any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

namespace redstart::sql {

struct FileState {
    std::uint64_t identity = 0; // 0: it was made before files had one
    std::uint64_t writes = 0;   // the engine's count of checkpoints

    bool operator==(const FileState&) const = default;
};

// A header that does not fit its checksum counts as none; nullopt when the main header or both others do not.
std::optional<FileState> file_state(std::span<const std::byte> headers);
// The same of a file that nobody has open: closing it would give up a lock that the engine has on it.
std::optional<FileState> file_state_of(const std::string& path);

inline constexpr std::size_t kHeaderSize = 4096;
inline constexpr std::size_t kHeadersSize = 3 * kHeaderSize;

// A main header that is about to be written over `before` (what is there, if anything) gets its identity; where that is
// none either, a new one. What is no main header stays as it is.
void stamp_header(std::span<std::byte> header, std::span<const std::byte> before);

} // namespace redstart::sql
