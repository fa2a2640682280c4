// The session functions that the fast path answers: the declarations of catalog/information whose reach says so, with
// their types looked up. Constants made at first use; any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace redstart::catalog {
struct ScalarFunction;
}

namespace redstart::sql {

struct InstantFunction {
    const catalog::ScalarFunction* declaration = nullptr;
    std::uint32_t argument = 0; // the type OID of the one argument; 0: it takes none
    std::uint32_t result = 0;
    std::string column;        // the name of a column that is nothing but a call
    bool bare = false;         // may stand without parentheses
    bool called = true;        // may stand with them
    bool asks_catalog = false; // needs a look into the engine's catalog
};

// nullptr for every other function. `name` is in lower case.
const InstantFunction* find_instant_function(std::string_view name);

} // namespace redstart::sql
