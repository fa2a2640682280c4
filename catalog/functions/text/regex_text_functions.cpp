#include "catalog/engine/bounded_text.hpp"
#include "catalog/functions/kit/overload.hpp"
#include "catalog/functions/text/regex_search.hpp"
#include "protocol/utf8.hpp"

namespace redstart::catalog {

namespace {

// Where a search starts: position 1 and less is the first character. False when it is behind the text.
bool start_of(std::string_view text, std::int64_t position, std::size_t& offset) {
    offset = position <= 1 ? 0 : protocol::byte_offset(text, static_cast<std::size_t>(position - 1));
    return position <= 1 || offset < text.size();
}

// One match after the other.
class Matches {
public:
    Matches(std::string_view pattern, std::string_view parameters, std::string_view text, std::size_t offset)
        : search_(RegexSearch::compile(pattern, parameters)), text_(text), offset_(offset) {}

    bool next(RegexMatch& match) {
        if (!search_->find(text_, offset_, match)) return false;
        offset_ = match.next(text_);
        return true;
    }

    bool nth(std::int64_t occurrence, RegexMatch& match) {
        while (next(match))
            if (--occurrence == 0) return true;
        return false;
    }

private:
    const std::shared_ptr<const RegexSearch> search_;
    const std::string_view text_;
    std::size_t offset_;
};

std::string replace(std::string_view text, std::string_view pattern, std::string_view replacement,
                    std::int64_t position, std::string_view parameters) {
    std::size_t offset = 0;
    if (!start_of(text, position, offset)) return std::string(text);
    Matches matches(pattern, parameters, text, offset);
    BoundedText result;
    result += text.substr(0, offset);
    std::size_t copied = offset;
    for (RegexMatch match; matches.next(match); copied = match.end) {
        result += text.substr(copied, match.begin - copied);
        RegexSearch::expand(replacement, match, result);
    }
    result += text.substr(copied);
    return result.take();
}
std::string replace_from(std::string_view text, std::string_view pattern, std::string_view replacement,
                         std::int64_t position) {
    return replace(text, pattern, replacement, position, "");
}
std::string replace_all(std::string_view text, std::string_view pattern, std::string_view replacement) {
    return replace(text, pattern, replacement, 1, "");
}
std::string remove_all(std::string_view text, std::string_view pattern) { return replace(text, pattern, "", 1, ""); }

std::optional<std::string> substr(std::string_view text, std::string_view pattern, std::int64_t position,
                                  std::int64_t occurrence, std::string_view parameters) {
    if (occurrence < 1 || occurrence > static_cast<std::int64_t>(protocol::character_count(text))) {
        if (text.empty() && occurrence == 1) return "";
        return std::nullopt;
    }
    std::size_t offset = 0;
    RegexMatch match;
    if (!start_of(text, position, offset)) return "";
    if (!Matches(pattern, parameters, text, offset).nth(occurrence, match)) return "";
    return std::string(text.substr(match.part_begin, match.part_end - match.part_begin));
}
std::optional<std::string> substr_nth(std::string_view text, std::string_view pattern, std::int64_t position,
                                      std::int64_t occurrence) {
    return substr(text, pattern, position, occurrence, "");
}
std::optional<std::string> substr_from(std::string_view text, std::string_view pattern, std::int64_t position) {
    return substr(text, pattern, position, 1, "");
}
std::optional<std::string> substr_first(std::string_view text, std::string_view pattern) {
    return substr(text, pattern, 1, 1, "");
}

std::int32_t count(std::string_view text, std::string_view pattern, std::int64_t position,
                   std::string_view parameters) {
    std::size_t offset = 0;
    if (!start_of(text, position, offset)) return 0;
    Matches matches(pattern, parameters, text, offset);
    std::int32_t result = 0;
    for (RegexMatch match; matches.next(match);) ++result;
    return result;
}
std::int32_t count_from(std::string_view text, std::string_view pattern, std::int64_t position) {
    return count(text, pattern, position, "");
}
std::int32_t count_all(std::string_view text, std::string_view pattern) { return count(text, pattern, 1, ""); }

std::int32_t instr(std::string_view text, std::string_view pattern, std::int64_t position, std::int64_t occurrence,
                   std::int64_t option, std::string_view parameters) {
    std::size_t offset = 0;
    RegexMatch match;
    if (occurrence < 1 || !start_of(text, position, offset)) return 0;
    if (!Matches(pattern, parameters, text, offset).nth(occurrence, match)) return 0;
    const auto end = option == 0 ? match.part_begin : match.part_end;
    return static_cast<std::int32_t>(protocol::character_count(text.substr(0, end)) + 1);
}
std::int32_t instr_option(std::string_view text, std::string_view pattern, std::int64_t position,
                          std::int64_t occurrence, std::int64_t option) {
    return instr(text, pattern, position, occurrence, option, "");
}
std::int32_t instr_nth(std::string_view text, std::string_view pattern, std::int64_t position,
                       std::int64_t occurrence) {
    return instr(text, pattern, position, occurrence, 0, "");
}
std::int32_t instr_from(std::string_view text, std::string_view pattern, std::int64_t position) {
    return instr(text, pattern, position, 1, 0, "");
}
std::int32_t instr_first(std::string_view text, std::string_view pattern) { return instr(text, pattern, 1, 1, 0, ""); }

} // namespace

Overloads regex_text_functions() {
    return {
        overload<replace>("regexp_replace"),     overload<replace_from>("regexp_replace"),
        overload<replace_all>("regexp_replace"), overload<remove_all>("regexp_replace"),
        overload<substr>("regexp_substr"),       overload<substr_nth>("regexp_substr"),
        overload<substr_from>("regexp_substr"),  overload<substr_first>("regexp_substr"),
        overload<count>("regexp_count"),         overload<count_from>("regexp_count"),
        overload<count_all>("regexp_count"),     overload<instr>("regexp_instr"),
        overload<instr_option>("regexp_instr"),  overload<instr_nth>("regexp_instr"),
        overload<instr_from>("regexp_instr"),    overload<instr_first>("regexp_instr"),
    };
}

} // namespace redstart::catalog
