// Every function that a client may call, as rows of pg_proc with a stable OID each: those whose bodies stand in this
// room, then the rows of catalog/signatures, one for each of their alternatives.
// Constants made at first use; any thread.
#pragma once

#include "catalog/information/scalar_function.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace redstart::catalog {

inline constexpr std::uint32_t kFirstProcedureOid = 13000; // and on, in the order of declaration

struct Procedure {
    std::uint32_t oid = 0;
    std::string_view name;
    std::vector<std::uint32_t> arguments;     // types
    std::vector<std::string_view> parameters; // their names; empty where there are none
    std::uint32_t result = 0;                 // a type
    Stability stability = Stability::Immutable;
    bool strict = true;
    char kind = 'f'; // prokind: function, aggregate or window function
    std::string_view page;
};

// Helpers of the server itself (rs_*), expressions that are syntax and functions that are not there are not among them.
std::span<const Procedure> procedures();
// The first function of this name, or nullptr.
const Procedure* find_procedure(std::string_view name);
const Procedure* find_procedure(std::uint32_t oid);

// "text, integer": the argument list as pg_get_function_arguments prints it.
std::string argument_list(const Procedure& procedure);

} // namespace redstart::catalog
