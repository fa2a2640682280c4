// LogDigest: what a write-ahead log said up to some length, in 64 bits, by which another database's log or an older
// copy in its place is told from it. Bytes are added in order, in pieces of any size. A value. Against mistakes, not
// against somebody: no cryptography.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace redstart::sql {

class LogDigest {
public:
    void add(std::string_view bytes) noexcept;
    // What the file has between length() and `size` is added. False when it cannot be read; then this is as before.
    bool add_file(const std::string& path, std::uint64_t size);

    std::uint64_t length() const noexcept { return length_; }
    // Of all bytes so far; never 0.
    std::uint64_t value() const noexcept;

private:
    std::uint64_t hash_ = 0xcbf29ce484222325U;
    std::uint64_t word_ = 0; // the bytes of the last word, which is not full
    std::uint64_t length_ = 0;
};

} // namespace redstart::sql
