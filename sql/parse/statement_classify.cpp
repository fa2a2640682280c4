#include "sql/parse/statement.hpp"
#include "sql/parse/token_text.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <vector>

namespace redstart::sql {
namespace {

using Kind = StatementKind;
using Tokens = std::span<const Token>;

Word word_at(Tokens tokens, std::size_t index) { return index < tokens.size() ? tokens[index].word : Word::None; }

// The first token at or behind `from`, outside parentheses, that `wanted` accepts; tokens.size() when there is none.
template <typename Wanted> std::size_t find_outside(Tokens tokens, std::size_t from, Wanted wanted) {
    int depth = 0;
    for (auto i = from; i < tokens.size(); ++i) {
        if (tokens[i].is('('))
            ++depth;
        else if (tokens[i].is(')'))
            --depth;
        else if (depth == 0 && wanted(tokens[i].word))
            return i;
    }
    return tokens.size();
}

// SELECT ... INTO t: INTO stands outside parentheses before FROM.
Kind select(Tokens tokens, std::size_t from) {
    const auto at = find_outside(tokens, from, [](Word word) { return word == "into"_w || word == "from"_w; });
    return word_at(tokens, at) == "into"_w ? Kind::SelectInto : Kind::Select;
}

Kind with(Tokens tokens) {
    const auto at = find_outside(tokens, 1, [](Word word) {
        return word == "select"_w || word == "insert"_w || word == "update"_w || word == "delete"_w ||
               word == "merge"_w || word == "values"_w;
    });
    switch (word_at(tokens, at)) {
    case "insert"_w: return Kind::Insert;
    case "update"_w: return Kind::Update;
    case "delete"_w: return Kind::Delete;
    case "merge"_w: return Kind::Merge;
    case "select"_w: return select(tokens, at);
    default: return Kind::Select;
    }
}

// The words that tell a command, without those that say nothing of it.
constexpr std::size_t kTellingWords = 3;
using TellingWords = std::array<Word, kTellingWords>;

bool says_nothing(Word first, Word word) {
    if (first == "create"_w)
        return word == "or"_w || word == "replace"_w || word == "local"_w || word == "global"_w || word == "temp"_w ||
               word == "temporary"_w;
    return first == "set"_w && (word == "local"_w || word == "session"_w);
}

TellingWords telling_words(Tokens tokens) {
    TellingWords words{};
    std::size_t count = 0;
    for (std::size_t i = 0; i < tokens.size() && count < words.size(); ++i)
        if (i == 0 || !says_nothing(tokens[0].word, tokens[i].word)) words[count++] = tokens[i].word;
    return words;
}

// One alternative of a row's words.
struct Beginning {
    TellingWords words{};
    std::size_t count = 0;
    Kind kind = Kind::Unknown;

    bool fits(const TellingWords& told) const {
        return std::equal(words.begin(), words.begin() + static_cast<std::ptrdiff_t>(count), told.begin());
    }
};

Beginning read_beginning(std::string_view text, Kind kind) {
    Beginning beginning;
    beginning.kind = kind;
    while (!text.empty()) {
        const auto word = text.substr(0, text.find(' '));
        const auto found = find_word(word);
        if (found == Word::None || beginning.count == kTellingWords)
            throw std::logic_error("statements.def: not in kWords, or too many words: " + std::string(word));
        beginning.words[beginning.count++] = found;
        text.remove_prefix(std::min(text.size(), word.size() + 1));
    }
    return beginning;
}

// By the first word; the longest beginnings first.
using Beginnings = std::array<std::vector<Beginning>, std::size(detail::kWords)>;

Beginnings read_beginnings() {
    Beginnings table;
    for (const auto& row : statement_declarations()) {
        for (auto words = row.words; !words.empty();) {
            const auto one = words.substr(0, words.find('|'));
            const auto beginning = read_beginning(one, row.kind);
            table[beginning.words[0]].push_back(beginning);
            words.remove_prefix(std::min(words.size(), one.size() + 1));
        }
    }
    for (auto& list : table)
        std::ranges::stable_sort(list, [](const auto& a, const auto& b) { return a.count > b.count; });
    return table;
}

Kind by_first_words(Tokens tokens) {
    static const auto table = read_beginnings();
    const auto told = telling_words(tokens);
    for (const auto& beginning : table[told[0]])
        if (beginning.fits(told)) return beginning.kind;
    return Kind::Unknown;
}

bool has_outside(Tokens tokens, Word word) {
    return find_outside(tokens, 1, [word](Word other) { return other == word; }) < tokens.size();
}

} // namespace

// The words that begin a statement tell its kind but for these, which a later word tells.
StatementKind classify(std::span<const Token> tokens) {
    if (tokens.empty()) return Kind::Empty;
    if (tokens[0].is('(')) return Kind::Select;
    switch (const auto kind = by_first_words(tokens)) {
    case Kind::Select:
        return tokens[0].is("with"_w) ? with(tokens) : tokens[0].is("select"_w) ? select(tokens, 1) : kind;
    case Kind::CreateTable: return has_outside(tokens, "as"_w) ? Kind::CreateTableAs : kind;
    case Kind::AlterTable: {
        const auto at = find_outside(tokens, 1, [](Word word) { return word == "append"_w; });
        return word_at(tokens, at) == "append"_w && word_at(tokens, at + 1) == "from"_w ? Kind::AlterTableAppend : kind;
    }
    case Kind::CopyFrom: {
        const auto at = find_outside(tokens, 1, [](Word word) { return word == "from"_w || word == "to"_w; });
        if (word_at(tokens, at) == "to"_w) return Kind::CopyTo;
        return at + 1 < tokens.size() && is_string(tokens[at + 1]) ? Kind::Load : kind;
    }
    default: return kind;
    }
}

} // namespace redstart::sql
