#include "sql/copy/copy_source.hpp"

#include "protocol/utf8.hpp"

namespace redstart::sql {
namespace {

// As much of a text as a CONTEXT shows, whole characters only.
std::string shown(std::string_view text) {
    constexpr std::size_t kMost = 100;
    if (text.size() <= kMost) return std::string(text);
    return std::string(text.substr(0, protocol::fitting_bytes(text, kMost))) + "...";
}

} // namespace

std::string CopySource::place(std::uint64_t line) const { return "COPY " + table + ", line " + std::to_string(line); }

std::string CopySource::place(std::uint64_t line, std::string_view text) const {
    return place(line) + ": \"" + shown(text) + "\"";
}

std::string CopySource::place_of_column(std::uint64_t line, std::size_t column) const {
    return place(line) + ", column " + columns[column];
}

std::string CopySource::place(std::uint64_t line, std::size_t column, std::optional<std::string_view> value) const {
    return place_of_column(line, column) + ": " + (value ? "\"" + shown(*value) + "\"" : "null input");
}

} // namespace redstart::sql
