#include "catalog/functions/kit/overload.hpp"
#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"
#include "protocol/utf8.hpp"

#include <algorithm>

namespace redstart::catalog {

namespace {

std::size_t limit(std::int32_t length) { return static_cast<std::size_t>(std::max(length, 0)); }

// An explicit cast to varchar(n) or char(n) cuts without a word; lengths count bytes.
std::string_view truncate_varchar(std::string_view text, std::int32_t length) {
    return text.substr(0, protocol::fitting_bytes(text, limit(length)));
}

// char values are stored without the blanks that pad them.
std::string_view truncate_bpchar(std::string_view text, std::int32_t length) {
    return protocol::without_trailing_blanks(truncate_varchar(text, length));
}

// What a column of another size takes: the text, or `refusal` when it is longer.
std::string_view fitting_varchar(std::string_view text, std::int32_t length, std::string_view refusal) {
    if (text.size() <= limit(length)) return text;
    throw protocol::SqlError(protocol::sqlstate::kFeatureNotSupported, std::string(refusal));
}

std::int32_t characters(std::string_view text) { return static_cast<std::int32_t>(protocol::character_count(text)); }
std::int32_t bytes(std::string_view text) { return static_cast<std::int32_t>(text.size()); }

} // namespace

Overloads length_functions() {
    return {
        overload<truncate_varchar>("rs_truncate_varchar"),
        overload<truncate_bpchar>("rs_truncate_bpchar"),
        overload<fitting_varchar>("rs_fitting_varchar"),
        overload<characters>("len"),
        overload<characters>("length"),
        overload<characters>("char_length"),
        overload<characters>("character_length"),
        overload<characters>("textlen"),
        overload<bytes>("octet_length"),
    };
}

} // namespace redstart::catalog
