#include "catalog/functions/text/regex_search.hpp"

#include "catalog/engine/bounded_text.hpp"
#include "catalog/engine/call_interrupt.hpp"
#include "catalog/functions/text/regex_states.hpp"
#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"
#include "protocol/utf8.hpp"

#include <locale>

#include <boost/regex.hpp>
#include <fmt/core.h>

namespace redstart::catalog {

namespace {

using protocol::SqlError;
namespace state = protocol::sqlstate;

// Walks UTF-8 text by whole characters, so that a dot or a class matches one character and not one byte.
class CharacterIterator {
public:
    using iterator_category = std::bidirectional_iterator_tag;
    using value_type = wchar_t;
    using difference_type = std::ptrdiff_t;
    using pointer = const wchar_t*;
    using reference = wchar_t;

    CharacterIterator() = default;
    explicit CharacterIterator(const char* at) : at_(at) {}

    const char* position() const { return at_; }

    wchar_t operator*() const {
        count_work(8); // a step of the search, which may be long
        const auto lead = static_cast<unsigned char>(*at_);
        if (lead < 0x80) return static_cast<wchar_t>(lead);
        const int more = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : 1;
        unsigned code = lead & (0x3FU >> more);
        for (int i = 1; i <= more; ++i) code = (code << 6) | (static_cast<unsigned char>(at_[i]) & 0x3FU);
        return static_cast<wchar_t>(code);
    }
    CharacterIterator& operator++() {
        const auto lead = static_cast<unsigned char>(*at_);
        at_ += lead < 0x80 ? 1 : lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
        return *this;
    }
    CharacterIterator operator++(int) {
        auto old = *this;
        ++*this;
        return old;
    }
    CharacterIterator& operator--() {
        do --at_;
        while (protocol::continues_character(*at_));
        return *this;
    }
    CharacterIterator operator--(int) {
        auto old = *this;
        --*this;
        return old;
    }
    friend bool operator==(const CharacterIterator&, const CharacterIterator&) = default;

private:
    const char* at_ = nullptr;
};

// Letters and digits of every alphabet, where the machine knows them.
const std::locale& character_classes() {
    static const std::locale classes = [] {
        try {
            return std::locale("C.UTF-8");
        } catch (const std::runtime_error&) { return std::locale::classic(); }
    }();
    return classes;
}

} // namespace

struct RegexSearch::Compiled {
    boost::wregex expression;
};

std::size_t RegexMatch::next(std::string_view text) const {
    if (end > begin) return end;
    return end < text.size() ? end + protocol::character_size(text, end) : text.size() + 1;
}

RegexSearch::RegexSearch(std::string_view pattern, std::string_view parameters)
    : compiled_(std::make_unique<Compiled>()) {
    check_pattern(pattern);
    auto flags = boost::regex::perl | boost::regex::no_mod_m;
    for (const char parameter : parameters) {
        if (parameter == 'i') flags |= boost::regex::icase;
        if (parameter == 'c') flags &= ~boost::regex::icase;
        if (parameter == 'e') first_group_ = true;
        if (std::string_view("ciep").find(parameter) == std::string_view::npos)
            throw SqlError(state::kInvalidParameterValue,
                           fmt::format("invalid regular expression parameter: \"{}\"", parameter));
    }
    try {
        compiled_->expression.imbue(character_classes());
        const CharacterIterator begin(pattern.data());
        const CharacterIterator end(pattern.data() + pattern.size());
        compiled_->expression.assign(std::wstring(begin, end), flags);
    } catch (const boost::regex_error& error) {
        throw SqlError(state::kInvalidRegularExpression, std::string("invalid regular expression: ") + error.what());
    }
}

RegexSearch::~RegexSearch() = default;

std::shared_ptr<const RegexSearch> RegexSearch::compile(std::string_view pattern, std::string_view parameters) {
    struct Last {
        std::string pattern;
        std::string parameters;
        std::shared_ptr<const RegexSearch> search;
    };
    thread_local Last last; // patterns are nearly always constant, rows many
    if (!last.search || last.pattern != pattern || last.parameters != parameters) {
        last.search.reset(new RegexSearch(pattern, parameters));
        last.pattern = pattern;
        last.parameters = parameters;
    }
    return last.search;
}

bool RegexSearch::find(std::string_view text, std::size_t offset, RegexMatch& match) const {
    if (offset > text.size()) return false;
    const char* const start = text.empty() ? "" : text.data();
    boost::match_results<CharacterIterator> results;
    try {
        const CharacterIterator base(start);
        auto flags = boost::match_default;
        if (offset > 0) flags |= boost::match_prev_avail;
        if (!boost::regex_search(CharacterIterator(start + offset), CharacterIterator(start + text.size()), results,
                                 compiled_->expression, flags, base))
            return false;
    } catch (const std::runtime_error& error) {
        CallInterrupt::check(); // the engine's interrupt is one, too
        throw SqlError(state::kInvalidRegularExpression, std::string("regular expression failed: ") + error.what());
    }
    const auto offset_of = [start](CharacterIterator at) { return static_cast<std::size_t>(at.position() - start); };
    match.begin = offset_of(results[0].first);
    match.end = offset_of(results[0].second);
    match.groups.clear();
    for (const auto& group : results)
        match.groups.push_back(
            group.matched ? text.substr(offset_of(group.first), offset_of(group.second) - offset_of(group.first))
                          : std::string_view());
    const bool part = first_group_ && results.size() > 1;
    match.part_begin = part && results[1].matched ? offset_of(results[1].first) : match.begin;
    match.part_end = !part ? match.end : results[1].matched ? offset_of(results[1].second) : match.begin;
    return true;
}

void RegexSearch::expand(std::string_view replacement, const RegexMatch& match, BoundedText& result) {
    for (std::size_t i = 0; i < replacement.size(); ++i) {
        const char c = replacement[i];
        const char following = i + 1 < replacement.size() ? replacement[i + 1] : '\0';
        const auto group = static_cast<std::size_t>(following - '0');
        if ((c == '$' || c == '\\') && following >= '0' && following <= '9' && group < match.groups.size()) {
            result += match.groups[group];
            ++i;
        } else if (c == '\\' && following == '\\') {
            result += c;
            ++i;
        } else {
            result += c;
        }
    }
}

} // namespace redstart::catalog
