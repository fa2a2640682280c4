#include "catalog/signatures/signature.hpp"

#include <array>

namespace redstart::catalog {

namespace {

using enum Made;

constexpr auto kRows = std::to_array<Signature>({
    {"abs", "number", "same", Own, "r_ABS"},
    {"acos", "float8", "float8", Engine, "r_ACOS"},
    {"asin", "float8", "float8", Engine, "r_ASIN"},
    {"atan", "float8", "float8", Engine, "r_ATAN"},
    {"atan2", "float8, float8", "float8", Engine, "r_ATAN2"},
    {"cbrt", "float8", "float8", Own, "r_CBRT"},
    {"ceil", "number", "same", Own, "r_CEILING_FLOOR"},
    {"ceiling", "number", "same", Own, "r_CEILING_FLOOR"},
    {"cos", "float8", "float8", Engine, "r_COS"},
    {"cot", "float8", "float8", Engine, "r_COT"},
    {"degrees", "float8", "float8", Engine, "r_DEGREES"},
    {"dexp", "float8", "float8", Own, "r_DEXP"},
    {"dlog1", "float8", "float8", Own, "r_DLOG1"},
    {"dlog10", "float8", "float8", Own, "r_DLOG10"},
    {"exp", "float8", "float8", Own, "r_EXP"},
    {"floor", "number", "same", Own, "r_FLOOR"},
    {"ln", "float8", "float8", Engine, "r_LN"},
    {"log", "float8", "float8", Engine, "r_LOG"},
    {"mod", "number, number", "same", Own, "r_MOD"},
    {"pi", "", "float8", Engine, "r_PI"},
    {"pow", "float8, float8", "float8", Own, "r_POWER"},
    {"power", "float8, float8", "float8", Own, "r_POWER"},
    {"radians", "float8", "float8", Engine, "r_RADIANS"},
    {"random", "", "float8", Engine, "r_RANDOM"},
    {"round", "number | number, int", "same", Own, "r_ROUND"},
    {"sign", "number", "same", Own, "r_SIGN"},
    {"sin", "float8", "float8", Engine, "r_SIN"},
    {"sqrt", "float8", "float8", Engine, "r_SQRT"},
    {"tan", "float8", "float8", Engine, "r_TAN"},
    {"trunc", "number | number, int | time", "same", Own, "r_TRUNC"},
});

} // namespace

std::span<const Signature> number_signatures() { return kRows; }

} // namespace redstart::catalog
