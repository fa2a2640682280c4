// Aggregates are window functions as well, and have no rows of their own here.
#include "catalog/signatures/signature.hpp"

#include <array>

namespace redstart::catalog {

namespace {

using enum Made;

constexpr auto kRows = std::to_array<Signature>({
    {"cume_dist", "", "float8", Grammar, "r_WF_CUME_DIST"},
    {"dense_rank", "", "bigint", Grammar, "r_WF_DENSE_RANK"},
    {"first_value", "any", "same", Grammar, "r_WF_first_value"},
    {"lag", "any | any, int", "same", Grammar, "r_WF_LAG"},
    {"last_value", "any", "same", Grammar, "r_WF_first_value"},
    {"lead", "any | any, int", "same", Grammar, "r_WF_LEAD"},
    {"nth_value", "any, int", "same", Grammar, "r_WF_NTH"},
    {"ntile", "int", "bigint", Grammar, "r_WF_NTILE"},
    {"percent_rank", "", "float8", Grammar, "r_WF_PERCENT_RANK"},
    {"rank", "", "bigint", Grammar, "r_WF_RANK"},
    {"ratio_to_report", "number", "float8", Dialect, "r_WF_RATIO_TO_REPORT"},
    {"row_number", "", "bigint", Grammar, "r_WF_ROW_NUMBER"},
});

} // namespace

std::span<const Signature> window_signatures() { return kRows; }

} // namespace redstart::catalog
