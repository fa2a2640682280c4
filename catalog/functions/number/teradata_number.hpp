// Numbers as Teradata writes them: TEXT_TO_INT_ALT and TEXT_TO_NUMERIC_ALT (r_Numeric-format-teradata).
// Pure functions, any thread.
#pragma once

#include <string>
#include <string_view>

namespace redstart::catalog {

// A number of any size: digits without a point, of which the last `scale` are behind it.
struct TeradataNumber {
    bool negative = false;
    std::string digits;
    int scale = 0; // may be negative: zeros that follow

    // As text with `scale` digits behind the point; a half goes to the even digit. Throws SqlError 22003 when it has
    // more than `precision` digits.
    std::string rounded(int precision, int scale) const;
    // The digits before the point, as text.
    std::string whole() const;
};

// A sign may stand on either side, an exponent behind; blank text is 0. In a format, S says that the last character
// holds the sign as well, a currency (C, L, N, O, U, A) that letters stand in front, V where the point is to be
// thought; without one the text says all. Throws SqlError 22P02 for a text that is no such number, 22023 for a wrong
// format.
TeradataNumber scan_teradata(std::string_view text, std::string_view format);

} // namespace redstart::catalog
