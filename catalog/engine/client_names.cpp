#include "catalog/engine/client_names.hpp"

#include <cctype>
#include <cstddef>
#include <utility>

namespace redstart::sql {
namespace {

constexpr std::string_view kPrefix = "rs_";

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

} // namespace

std::string_view client_name(std::string_view name) {
    constexpr std::pair<std::string_view, std::string_view> kNames[] = {{"rs_regex_match", "~"},
                                                                        {"~@", "~"},
                                                                        {"!~@", "!~"},
                                                                        {"<^>", "#"},
                                                                        {"rs_series", "generate_series"},
                                                                        {"rs_regex_not_match", "!~"},
                                                                        {"rs_regex_imatch", "~*"},
                                                                        {"rs_regex_not_imatch", "!~*"}};
    for (const auto& [internal, written] : kNames)
        if (name == internal) return written;
    if (name.starts_with(kPrefix)) name.remove_prefix(kPrefix.size());
    return name;
}

std::string in_client_names(std::string_view text) {
    if (text.find(kPrefix) == text.npos) return std::string(text);
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        auto end = at + 1;
        if (text[at] == '"' || text[at] == '\'') {
            const auto close = text.find(text[at], end);
            end = close == text.npos ? text.size() : close + 1;
        } else if (is_word(text[at])) {
            while (end < text.size() && is_word(text[end])) ++end;
        }
        const auto piece = text.substr(at, end - at);
        out += is_word(text[at]) ? client_name(piece) : piece;
        at = end;
    }
    return out;
}

} // namespace redstart::sql
