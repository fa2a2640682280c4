#include "sql/parse/words.hpp"

#include <array>

namespace redstart::sql {
namespace {

constexpr std::size_t kSlots = 2048; // a power of two, some four times the number of words
constexpr std::size_t kLongest = [] {
    std::size_t longest = 0;
    for (const auto word : detail::kWords) longest = word.size() > longest ? word.size() : longest;
    return longest;
}();

constexpr char folded(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

constexpr std::size_t hash(std::string_view text) {
    std::size_t value = text.size();
    for (const char c : text) value = (value ^ static_cast<unsigned char>(folded(c))) * 0x01000193u;
    return (value ^ (value >> 15)) & (kSlots - 1);
}

// Open addressing, filled while compiling: slot -> word, 0 for free.
constexpr auto kTable = [] {
    std::array<std::uint16_t, kSlots> table{};
    for (std::size_t i = 1; i < std::size(detail::kWords); ++i) {
        auto slot = hash(detail::kWords[i]);
        while (table[slot] != 0) slot = (slot + 1) & (kSlots - 1);
        table[slot] = static_cast<std::uint16_t>(i);
    }
    return table;
}();

bool equals_folded(std::string_view word, std::string_view text) {
    if (word.size() != text.size()) return false;
    for (std::size_t i = 0; i < word.size(); ++i)
        if (word[i] != folded(text[i])) return false;
    return true;
}

} // namespace

Word find_word(std::string_view text) noexcept {
    if (text.size() > kLongest) return Word::None;
    for (auto slot = hash(text); kTable[slot] != 0; slot = (slot + 1) & (kSlots - 1))
        if (equals_folded(detail::kWords[kTable[slot]], text)) return Word{kTable[slot]};
    return Word::None;
}

std::string_view spelling(Word word) noexcept { return detail::kWords[word.index]; }

} // namespace redstart::sql
