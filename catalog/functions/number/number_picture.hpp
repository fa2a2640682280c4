// A numeric format string taken apart: its places for digits, its sign and what stands around them.
// Values; pure functions, any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace redstart::catalog {

enum class NumberPartKind : unsigned char { Literal, Digit, Point, Group, Currency, Minus, Plus, Sign, Ordinal };

// How a sign is written that no part of its own stands for: before the number (a blank for +), S, PR, or not at all
// because MI or SG writes it.
enum class SignStyle : unsigned char { Plain, Leading, Trailing, Brackets, Separate };

struct NumberPart {
    NumberPartKind kind = NumberPartKind::Literal;
    std::string text; // of a literal, or TH as written
};

struct NumberPicture {
    std::vector<NumberPart> parts;
    int whole = 0;           // places before the point
    int fraction = 0;        // places behind it
    int first_zero = 0;      // the whole place, from 1, of the first 0; 0: there is none
    int last_zero_place = 0; // the fraction's place, from 1, of the last 0
    bool point = false;
    bool filled = true; // false with FM: nothing is padded
    bool roman = false;
    bool small_roman = false;
    SignStyle sign = SignStyle::Plain;
};

// Throws SqlError 42601 for a format with two points or two signs, 0A000 for V and EEEE, which Redshift does not have.
NumberPicture parse_number_format(std::string_view format);

} // namespace redstart::catalog
