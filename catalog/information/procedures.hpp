// The declared functions as rows of pg_proc, with a stable OID each.
// Constants made at first use; any thread.
#pragma once

#include "catalog/information/scalar_function.hpp"

#include <cstdint>
#include <span>
#include <string_view>

namespace redstart::catalog {

inline constexpr std::uint32_t kFirstProcedureOid = 13000; // and on, in the order of declaration

struct Procedure {
    std::uint32_t oid;
    const ScalarFunction* declaration;
};

// Helpers of the server itself (rs_*) are not among them.
std::span<const Procedure> procedures();
// The first function of this name, or nullptr.
const Procedure* find_procedure(std::string_view name);
const Procedure* find_procedure(std::uint32_t oid);

// "text, integer": the argument list as pg_get_function_arguments prints it.
std::string argument_list(const ScalarFunction& function);

} // namespace redstart::catalog
