// BoundedText: a text in the making that never grows longer than a text may be.
// A value; used on one thread.
#pragma once

#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace redstart::catalog {

// The longest text there is (VARCHAR), and the longest result of a function that makes text or bytes.
inline constexpr std::size_t kMaxTextBytes = 65535;

[[noreturn]] inline void refuse_long_text() {
    throw protocol::SqlError(protocol::sqlstate::kProgramLimitExceeded,
                             "requested length too large: the result exceeds 65535 bytes");
}

class BoundedText {
public:
    // Throws SqlError 54000 when the whole would be longer than kMaxTextBytes.
    BoundedText& operator+=(std::string_view piece) {
        if (piece.size() > kMaxTextBytes - text_.size()) refuse_long_text();
        text_ += piece;
        return *this;
    }
    BoundedText& operator+=(char c) { return *this += std::string_view(&c, 1); }

    std::string take() { return std::move(text_); }

private:
    std::string text_;
};

} // namespace redstart::catalog
