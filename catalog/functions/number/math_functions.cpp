#include "catalog/functions/kit/overload.hpp"
#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"

#include <cmath>

namespace redstart::catalog {

namespace {

using protocol::SqlError;
namespace state = protocol::sqlstate;

double positive(double value) {
    if (value == 0) throw SqlError(state::kInvalidArgumentForLogarithm, "cannot take logarithm of zero");
    if (value < 0) throw SqlError(state::kInvalidArgumentForLogarithm, "cannot take logarithm of a negative number");
    return value;
}

double dexp(double value) {
    const double result = std::exp(value);
    if (std::isinf(result) && !std::isinf(value))
        throw SqlError(state::kNumericValueOutOfRange, "value out of range: overflow");
    return result;
}
double dlog1(double value) { return std::log(positive(value)); }
double dlog10(double value) { return std::log10(positive(value)); }
// In double alone cbrt(27) is not 3.
double cube_root(double value) { return static_cast<double>(std::cbrt(static_cast<long double>(value))); }

} // namespace

Overloads math_functions() {
    return {overload<dexp>("dexp"), overload<dlog1>("dlog1"), overload<dlog10>("dlog10"), overload<cube_root>("cbrt")};
}

} // namespace redstart::catalog
