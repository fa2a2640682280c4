#include "catalog/engine/bounded_text.hpp"
#include "catalog/engine/call_interrupt.hpp"
#include "catalog/functions/kit/overload.hpp"
#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"
#include "protocol/utf8.hpp"

#include <algorithm>

namespace redstart::catalog {

namespace {

using protocol::SqlError;
namespace state = protocol::sqlstate;

std::size_t characters_before(std::string_view text, std::size_t offset) {
    return protocol::character_count(text.substr(0, offset));
}

// Characters first..last-1, counted from 1; positions outside the text count but hold nothing.
std::string_view slice(std::string_view text, std::int64_t first, std::int64_t last) {
    first = std::max<std::int64_t>(first, 1);
    if (last <= first) return {};
    text.remove_prefix(protocol::byte_offset(text, static_cast<std::size_t>(first - 1)));
    return text.substr(0, protocol::byte_offset(text, static_cast<std::size_t>(last - first)));
}

std::string_view substring(std::string_view text, std::int64_t start, std::int64_t length) {
    if (length < 0) throw SqlError(state::kSubstringError, "negative substring length not allowed");
    std::int64_t last = 0;
    if (__builtin_add_overflow(start, length, &last)) last = INT64_MAX;
    return slice(text, start, last);
}
std::string_view substring_from(std::string_view text, std::int64_t start) { return slice(text, start, INT64_MAX); }

// Redshift asks for a positive count; less than one character is no text.
std::string_view left(std::string_view text, std::int64_t count) {
    return count <= 0 ? std::string_view()
                      : text.substr(0, protocol::byte_offset(text, static_cast<std::size_t>(count)));
}
std::string_view right(std::string_view text, std::int64_t count) {
    if (count <= 0) return {};
    const auto all = protocol::character_count(text);
    const auto wanted = static_cast<std::size_t>(count);
    return wanted >= all ? text : text.substr(protocol::byte_offset(text, all - wanted));
}

std::string_view split_part(std::string_view text, std::string_view delimiter, std::int64_t part) {
    if (part < 1) throw SqlError(state::kInvalidParameterValue, "field position must be greater than zero");
    if (delimiter.empty()) return part == 1 ? text : std::string_view();
    for (; part > 1; --part) {
        const auto found = text.find(delimiter);
        if (found == std::string_view::npos) return {};
        text.remove_prefix(found + delimiter.size());
    }
    return text.substr(0, text.find(delimiter));
}

std::int32_t strpos(std::string_view text, std::string_view wanted) {
    const auto found = text.find(wanted);
    return found == std::string_view::npos ? 0 : static_cast<std::int32_t>(characters_before(text, found) + 1);
}
std::int32_t charindex(std::string_view wanted, std::string_view text) { return strpos(text, wanted); }
std::int32_t octetindex(std::string_view wanted, std::string_view text) {
    const auto found = text.find(wanted);
    return found == std::string_view::npos ? 0 : static_cast<std::int32_t>(found + 1);
}

bool holds_character(std::string_view set, std::string_view character) {
    count_work(set.size());
    if (character.size() == 1) return set.find(character.front()) != std::string_view::npos;
    for (std::size_t offset = 0; offset < set.size(); offset += protocol::character_size(set, offset))
        if (set.substr(offset, protocol::character_size(set, offset)) == character) return true;
    return false;
}

std::string_view ltrim(std::string_view text, std::string_view set) {
    while (!text.empty()) {
        const auto size = protocol::character_size(text, 0);
        if (!holds_character(set, text.substr(0, size))) break;
        text.remove_prefix(size);
    }
    return text;
}
std::string_view rtrim(std::string_view text, std::string_view set) {
    while (!text.empty()) {
        auto start = text.size() - 1;
        while (start > 0 && protocol::continues_character(text[start])) --start;
        if (!holds_character(set, text.substr(start))) break;
        text.remove_suffix(text.size() - start);
    }
    return text;
}
std::string_view btrim(std::string_view text, std::string_view set) { return rtrim(ltrim(text, set), set); }
std::string_view ltrim_blanks(std::string_view text) { return ltrim(text, " "); }
std::string_view rtrim_blanks(std::string_view text) { return rtrim(text, " "); }
std::string_view btrim_blanks(std::string_view text) { return btrim(text, " "); }

// NULL with any NULL, and exactly two arguments.
std::string concat(std::string_view left, std::string_view right) {
    BoundedText both;
    both += left;
    both += right;
    return both.take();
}

std::int32_t order(std::string_view left, std::string_view right) {
    const auto result = left.compare(right);
    return result < 0 ? -1 : result > 0 ? 1 : 0;
}
// char values compare without the blanks that pad them.
std::int32_t bpcharcmp(std::string_view left, std::string_view right) {
    return order(protocol::without_trailing_blanks(left), protocol::without_trailing_blanks(right));
}

} // namespace

Overloads text_search_functions() {
    return {
        overload<substring>("substring"),
        overload<substring>("substr"),
        overload<substring_from>("substring"),
        overload<substring_from>("substr"),
        overload<left>("left"),
        overload<right>("right"),
        overload<split_part>("split_part"),
        overload<strpos>("strpos"),
        overload<strpos>("position"), // position(b in a) reaches the catalog as position(a, b)
        overload<charindex>("charindex"),
        overload<octetindex>("octetindex"),
        overload<btrim>("btrim"),
        overload<btrim_blanks>("btrim"),
        overload<btrim>("trim"),
        overload<btrim_blanks>("trim"),
        overload<ltrim>("ltrim"),
        overload<ltrim_blanks>("ltrim"),
        overload<rtrim>("rtrim"),
        overload<rtrim_blanks>("rtrim"),
        overload<concat>("concat"),
        overload<bpcharcmp>("bpcharcmp"),
        overload<bpcharcmp>("bttext_pattern_cmp"),
    };
}

} // namespace redstart::catalog
