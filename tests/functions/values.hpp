// Values: SQL expressions for the extreme values of every type, and the forms of expressions that are not written as
// calls. Constants; any thread.
#pragma once

#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace redstart::test {

using Random = std::mt19937_64;

// One of the engine's type `type`; mostly, sometimes of another.
std::string any_value(Random& random, std::string_view type);
// What may bound a window's frame.
std::string frame_bound(Random& random);
// An expression with a special form: %1, %2 and %3 in it stand for operands.
std::string_view special_form(Random& random);
// The name of a type to cast to.
std::string_view type_name(Random& random);

template <typename Items> const auto& choice(Random& random, const Items& items) {
    return items[static_cast<std::size_t>(random() % std::size(items))];
}
inline bool chance(Random& random, int percent) { return static_cast<int>(random() % 100) < percent; }

} // namespace redstart::test
