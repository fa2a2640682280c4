// Arithmetic of intervals, as PostgreSQL does it. Pure functions, any thread.
#pragma once

#include "catalog/functions/kit/row.hpp"

namespace redstart::catalog {

// interval / number: fractions of months become days (30 a month), fractions of days time. Throws 22012 and 22008.
Interval divide(Interval interval, double divisor);

// The order of intervals: a month counts 30 days, a day 24 hours. -1, 0 or 1.
std::int32_t compare(const Interval& left, const Interval& right);

} // namespace redstart::catalog
