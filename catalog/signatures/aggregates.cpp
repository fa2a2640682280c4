#include "catalog/signatures/signature.hpp"

#include <array>

namespace redstart::catalog {

namespace {

using enum Made;

constexpr auto kRows = std::to_array<Signature>({
    {"any_value", "any", "same", Engine, "r_ANY_VALUE"},
    {"avg", "number", "numeric", Engine, "r_AVG"},
    {"bit_and", "smallint | int | bigint", "same", Engine, "r_BIT_AND"},
    {"bit_or", "smallint | int | bigint", "same", Engine, "r_BIT_OR"},
    {"bool_and", "boolean | int", "boolean", Engine, "r_BOOL_AND"},
    {"bool_or", "boolean | int", "boolean", Engine, "r_BOOL_OR"},
    {"count", "any | ", "bigint", Engine, "r_COUNT"},
    {"listagg", "varchar | varchar, varchar", "varchar", Own, "r_LISTAGG"},
    {"max", "any", "same", Own, "r_MAX"},
    {"median", "number | time", "same", Engine, "r_MEDIAN"},
    {"min", "any", "same", Own, "r_MIN"},
    {"percentile_cont", "float8", "numeric", Grammar, "r_PERCENTILE_CONT"},
    {"percentile_disc", "float8", "any", Grammar, "r_APPROXIMATE_PERCENTILE_DISC"},
    {"stddev", "number", "float8", Engine, "r_STDDEV_functions"},
    {"stddev_pop", "number", "float8", Engine, "r_STDDEV_functions"},
    {"stddev_samp", "number", "float8", Engine, "r_STDDEV_functions"},
    {"sum", "number", "same", Own, "r_SUM"},
    {"var_pop", "number", "float8", Engine, "r_VARIANCE_functions"},
    {"var_samp", "number", "float8", Engine, "r_VARIANCE_functions"},
    {"variance", "number", "float8", Engine, "r_VARIANCE_functions"},
});

} // namespace

std::span<const Signature> aggregate_signatures() { return kRows; }

} // namespace redstart::catalog
