#include "catalog/functions/text/regex_states.hpp"

#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"

#include <algorithm>
#include <charconv>
#include <vector>

namespace redstart::catalog {

namespace {

constexpr std::size_t kManyStates = 1'000'000'000;

// A text's bytes are counted in the pattern; what it compiles to is not.
class StateCounter {
public:
    explicit StateCounter(std::string_view pattern) : rest_(pattern) {}

    std::size_t count() {
        while (!rest_.empty()) step();
        while (groups_.size() > 1) close();
        return groups_.back();
    }

private:
    void atom(std::size_t size) {
        last_ = size;
        groups_.back() = std::min(groups_.back() + size, kManyStates);
    }

    void close() {
        const auto size = groups_.back();
        groups_.pop_back();
        atom(size + 2);
    }

    // {n}, {n,} or {n,m} makes as many copies; anything else is text.
    void repeat() {
        std::size_t most = 0;
        const auto end = rest_.find('}');
        if (end == std::string_view::npos) return atom(1);
        auto counts = rest_.substr(0, end);
        const auto comma = counts.find(',');
        for (const auto part : {counts.substr(0, comma),
                                comma == std::string_view::npos ? counts.substr(0, 0) : counts.substr(comma + 1)}) {
            std::size_t number = 0;
            std::from_chars(part.data(), part.data() + part.size(), number);
            most = std::max(most, std::min<std::size_t>(number, 1000)); // more than 1000 is refused
        }
        rest_.remove_prefix(end + 1);
        const auto before = groups_.back() - last_;
        groups_.back() = before;
        atom(std::min(last_ * (most + 1), kManyStates));
    }

    void bracket() {
        constexpr std::size_t kNamedClass = 1000;
        auto end = rest_.find(']', 1);
        while (end != std::string_view::npos && rest_[end - 1] == ':') end = rest_.find(']', end + 1); // [:alpha:]
        const auto inside = rest_.substr(0, end);
        rest_.remove_prefix(std::min(inside.size() + 1, rest_.size()));
        atom(inside.size() * 4 + 8 + (inside.find("\\p") != std::string_view::npos ? kNamedClass : 0));
    }

    void step() {
        constexpr std::size_t kAnyCharacter = 10; // the forms of UTF-8
        constexpr std::size_t kUnicodeClass = 1000;
        const char c = rest_.front();
        rest_.remove_prefix(1);
        switch (c) {
        case '(': return groups_.push_back(0);
        case ')': return groups_.size() > 1 ? close() : atom(1);
        case '[': return bracket();
        case '{': return repeat();
        case '.': return atom(kAnyCharacter);
        case '\\': {
            const bool unicode = rest_.starts_with('p') || rest_.starts_with('P');
            if (!rest_.empty()) rest_.remove_prefix(1);
            return atom(unicode ? kUnicodeClass : kAnyCharacter);
        }
        default: return atom(1);
        }
    }

    std::string_view rest_;
    std::vector<std::size_t> groups_{0}; // the states of each open group so far
    std::size_t last_ = 0;
};

} // namespace

std::size_t regex_states(std::string_view pattern) { return StateCounter(pattern).count(); }

void check_pattern(std::string_view pattern) {
    // Each byte is a state or says how many there are.
    if (pattern.size() > kMaxRegexStates || regex_states(pattern) > kMaxRegexStates)
        throw protocol::SqlError(protocol::sqlstate::kInvalidRegularExpression,
                                 "invalid regular expression: regular expression is too complex");
}

} // namespace redstart::catalog
