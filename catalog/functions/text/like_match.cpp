#include "catalog/functions/text/like_match.hpp"

#include "catalog/engine/call_interrupt.hpp"
#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"
#include "protocol/utf8.hpp"

#include <algorithm>

namespace redstart::catalog {

namespace {

constexpr auto kNone = std::string_view::npos;

class Matcher {
public:
    Matcher(std::string_view text, std::string_view pattern, std::string_view escape)
        : text_(text), pattern_(pattern), escape_(escape) {}

    // What the last % stands for is tried from short to long: a longer one of an earlier % finds nothing more.
    bool run() {
        while (at_ < text_.size()) {
            count_work(2);
            if (!step() && !retry()) return false;
        }
        while (next_ < pattern_.size() && !escapes(next_) && pattern_[next_] == '%') ++next_;
        if (next_ < pattern_.size() && escapes(next_)) static_cast<void>(literal());
        return next_ == pattern_.size();
    }

private:
    bool escapes(std::size_t place) const { return !escape_.empty() && pattern_.substr(place).starts_with(escape_); }

    // Where the byte that an escape makes plain stands.
    std::size_t literal() const {
        const auto place = next_ + escape_.size();
        if (place == pattern_.size())
            throw protocol::SqlError(protocol::sqlstate::kInvalidEscapeSequence,
                                     "LIKE pattern must not end with escape character");
        return place;
    }

    bool step() {
        if (next_ == pattern_.size()) return false;
        const bool plain = escapes(next_);
        const auto place = plain ? literal() : next_;
        const char c = pattern_[place];
        if (!plain && c == '%') {
            retry_next_ = next_ = place + 1;
            retry_at_ = at_;
            return true;
        }
        if (!plain && c == '_')
            at_ += std::min(protocol::character_size(text_, at_), text_.size() - at_);
        else if (c == text_[at_])
            ++at_;
        else
            return false;
        next_ = place + 1;
        return true;
    }

    // One character more for the last %, or as many as it takes to the next one that may follow it.
    bool retry() {
        if (retry_next_ == kNone) return false;
        if (retry_next_ == pattern_.size()) {
            at_ = text_.size();
            next_ = retry_next_;
            return true;
        }
        ++retry_at_;
        const char c = pattern_[retry_next_];
        if (c != '%' && c != '_' && !escapes(retry_next_)) {
            retry_at_ = std::min(text_.find(c, retry_at_), text_.size());
        } else {
            while (retry_at_ < text_.size() && protocol::continues_character(text_[retry_at_])) ++retry_at_;
        }
        at_ = retry_at_;
        next_ = retry_next_;
        return true;
    }

    const std::string_view text_;
    const std::string_view pattern_;
    const std::string_view escape_;
    std::size_t at_ = 0;
    std::size_t next_ = 0;
    std::size_t retry_next_ = kNone;
    std::size_t retry_at_ = 0;
};

} // namespace

bool like_matches(std::string_view text, std::string_view pattern, std::string_view escape) {
    return Matcher(text, pattern, escape).run();
}

} // namespace redstart::catalog
