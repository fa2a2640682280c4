// Numbers as clients write them: PostgreSQL's input grammars of integers, floats and numeric.
// Pure functions, any thread.
#pragma once

#include "protocol/error.hpp"
#include "protocol/value_types.hpp"

#include <string>
#include <string_view>

namespace redstart::sql {

// 22003 `numeric field overflow`, with PostgreSQL's DETAIL.
protocol::SqlError numeric_overflow(int precision, int scale);

// Blanks around a number are allowed. All throw 22P02 for text that is no number, 22003 for one that does not fit; the
// texts are PostgreSQL 8.0's, which Redshift keeps.
template <typename Integer> Integer integer_from_text(std::string_view text); // int16, int32 or int64
template <typename Float> Float float_from_text(std::string_view text);       // float or double

// Text without what isspace() takes in the C locale at both ends.
std::string_view without_blanks(std::string_view text);

// A number in decimal digits, exact: 0.digits * 10^point.
struct DecimalText {
    bool negative = false;
    std::string digits; // without leading zeros
    int point = 0;
    int scale = 0; // digits written behind the point

    // The value times 10^`wanted`, rounded half away from zero as PostgreSQL does; 22003 when it has more than
    // `precision` digits.
    protocol::Int128 unscaled(int precision, int wanted) const;
};
// Throws 22P02 for text that is no number; NaN is none in Redshift.
DecimalText decimal_from_text(std::string_view text);

} // namespace redstart::sql
