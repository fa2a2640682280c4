// WireReader: a bounds-checked cursor over one message body; the first failure sticks and every later read gives zeros.
// A value over bytes it does not own; used by one thread.
#pragma once

#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace redstart::protocol {

class WireReader {
public:
    explicit WireReader(std::string_view body) : rest_(body) {}

    std::uint8_t u8() { return static_cast<std::uint8_t>(integer(1)); }
    std::uint16_t u16() { return static_cast<std::uint16_t>(integer(2)); }
    std::uint32_t u32() { return static_cast<std::uint32_t>(integer(4)); }
    std::uint64_t u64() { return integer(8); }
    std::int16_t i16() { return static_cast<std::int16_t>(u16()); }
    std::int32_t i32() { return static_cast<std::int32_t>(u32()); }
    std::int64_t i64() { return static_cast<std::int64_t>(u64()); }

    // The next `count` bytes; empty after a failure.
    std::string_view bytes(std::size_t count) {
        if (count > rest_.size()) return fail("insufficient data left in message"), std::string_view{};
        const auto taken = rest_.substr(0, count);
        rest_.remove_prefix(count);
        return taken;
    }
    // A NUL-terminated string, without its terminator.
    std::string_view text() {
        const auto end = rest_.find('\0');
        if (end == std::string_view::npos) return fail("invalid string in message"), std::string_view{};
        const auto taken = rest_.substr(0, end);
        rest_.remove_prefix(end + 1);
        return taken;
    }
    // Everything that is left.
    std::string_view rest() { return bytes(rest_.size()); }

    // A two-byte element count, read as unsigned as PostgreSQL does. A count whose elements (at least `element_size`
    // bytes each) cannot fit in what is left fails here, so that nobody reserves memory for a lie.
    std::size_t count(std::size_t element_size) {
        const std::size_t value = u16();
        if (value * element_size > rest_.size()) return fail("insufficient data left in message"), 0U;
        return value;
    }

    // Marks the body as malformed. `reason` must be a string literal (it is kept by pointer).
    void fail(const char* reason) {
        if (failure_ == nullptr) failure_ = reason;
        rest_ = {};
    }
    bool ok() const noexcept { return failure_ == nullptr; }
    std::size_t left() const noexcept { return rest_.size(); }

    // The one check: throws SqlError 08P01 when any read failed, `sqlstate` when bytes are left over (as PostgreSQL
    // tells a value that is too short from one that is too long).
    void finish(std::string_view sqlstate = sqlstate::kProtocolViolation) const {
        if (failure_ != nullptr) throw SqlError(sqlstate::kProtocolViolation, failure_);
        if (!rest_.empty()) throw SqlError(sqlstate, "invalid message format");
    }

private:
    std::uint64_t integer(std::size_t size) {
        std::uint64_t value = 0;
        for (const char raw : bytes(size)) value = value << 8 | static_cast<unsigned char>(raw);
        return value;
    }

    std::string_view rest_;
    const char* failure_ = nullptr;
};

} // namespace redstart::protocol
