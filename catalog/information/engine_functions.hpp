// The engine's functions that a resolved tree may call, and what each call of one is held to. Declarations: what is
// neither named here nor a row of catalog/signatures does not exist. Constants; any thread.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace redstart::catalog {

// The deepest JSON text that is taken apart.
inline constexpr int kMaxJsonDepth = 512;

// What the time of a call grows with beside the length of its arguments.
enum class Work : unsigned char {
    Length,    // nothing
    Product,   // the lengths of the first two, multiplied
    Pattern,   // the length of the first, times the states of the regular expression that is the second
    Matches,   // the same, again for every match in it
    Separator, // the length of the first, times the number of arguments
};

struct CallLimits {
    Work work = Work::Length;
    bool json = false; // the arguments are JSON, which the engine takes apart by recursion
    bool nul = false;  // makes characters of other things: none may be a NUL
};

// Functions, several to a row, that are held to the same.
struct EngineFunctions {
    std::string_view names; // separated by blanks
    CallLimits limits = {};
};

std::span<const EngineFunctions> engine_functions();
// Those that the engine's parser and the dialect make of what a client writes: operators, LIKE, intervals, arrays.
std::string_view written_functions();
// Those that may stand in FROM.
std::string_view engine_table_functions();

// Calls use(name) for each of several names.
template <typename Use> void each_name(std::string_view names, Use use) {
    constexpr std::string_view kBlanks = " \n";
    while (true) {
        names.remove_prefix(std::min(names.find_first_not_of(kBlanks), names.size()));
        if (names.empty()) return;
        const auto end = std::min(names.find_first_of(kBlanks), names.size());
        use(names.substr(0, end));
        names.remove_prefix(end);
    }
}

} // namespace redstart::catalog
