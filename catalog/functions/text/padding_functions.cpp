#include "catalog/engine/bounded_text.hpp"
#include "catalog/functions/kit/overload.hpp"
#include "protocol/utf8.hpp"

namespace redstart::catalog {

namespace {

// Before anything is built.
void require_fitting(std::size_t piece, std::size_t times) {
    if (piece > 0 && times > kMaxTextBytes / piece) refuse_long_text();
}

std::string repeat(std::string_view text, std::int64_t count) {
    std::string result;
    if (count <= 0 || text.empty()) return result;
    const auto times = static_cast<std::size_t>(count);
    require_fitting(text.size(), times);
    result.reserve(text.size() * times);
    for (std::size_t i = 0; i < times; ++i) result += text;
    return result;
}

// `fill` repeated and cut to exactly `count` characters; empty when there is nothing to fill with.
std::string filling(std::string_view fill, std::size_t count) {
    std::string result;
    for (std::size_t offset = 0; count > 0 && !fill.empty(); --count) {
        const auto size = protocol::character_size(fill, offset);
        result += fill.substr(offset, size);
        offset += size;
        if (offset == fill.size()) offset = 0;
    }
    return result;
}

// The text cut to `length` characters, and how many characters are missing to it.
std::string_view cut(std::string_view text, std::int64_t length, std::size_t& missing) {
    missing = 0;
    if (length <= 0) return {};
    const auto wanted = static_cast<std::size_t>(length);
    const auto count = protocol::character_count(text);
    if (count >= wanted) return text.substr(0, protocol::byte_offset(text, wanted));
    missing = wanted - count;
    require_fitting(1, missing);
    return text;
}

std::string lpad(std::string_view text, std::int64_t length, std::string_view fill) {
    std::size_t missing = 0;
    const auto kept = cut(text, length, missing);
    return filling(fill, missing).append(kept);
}
std::string rpad(std::string_view text, std::int64_t length, std::string_view fill) {
    std::size_t missing = 0;
    const auto kept = cut(text, length, missing);
    return std::string(kept) + filling(fill, missing);
}
// Every place where a text stands becomes another text.
std::string replace(std::string_view text, std::string_view from, std::string_view to) {
    if (from.empty()) return std::string(text);
    BoundedText result;
    while (true) {
        const auto found = text.find(from);
        result += text.substr(0, found);
        if (found == std::string_view::npos) return result.take();
        result += to;
        text.remove_prefix(found + from.size());
    }
}

std::string lpad_blanks(std::string_view text, std::int64_t length) { return lpad(text, length, " "); }
std::string rpad_blanks(std::string_view text, std::int64_t length) { return rpad(text, length, " "); }

} // namespace

Overloads padding_functions() {
    return {
        overload<repeat>("repeat"),    overload<repeat>("replicate"), overload<lpad>("lpad"),
        overload<lpad_blanks>("lpad"), overload<rpad>("rpad"),        overload<rpad_blanks>("rpad"),
        overload<replace>("replace"),
    };
}

} // namespace redstart::catalog
