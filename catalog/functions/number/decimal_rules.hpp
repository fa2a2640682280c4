// Redshift's rules for numeric arithmetic: the precision and scale of a result, and exact 128-bit computation with its
// overflow errors (Database Developer Guide, "Computations with numeric values"). Pure functions, any thread.
#pragma once

namespace duckdb {
struct hugeint_t;
struct LogicalType;
} // namespace duckdb

namespace redstart::catalog {

__extension__ using Int128 = __int128;

inline constexpr int kMaxPrecision = 38;

struct DecimalShape {
    int precision = 18;
    int scale = 0;
    friend bool operator==(const DecimalShape&, const DecimalShape&) = default;
};

// The shape of a result, capped at 38 digits: what does not fit is taken from the scale, down to 4 digits.
DecimalShape sum_shape(DecimalShape left, DecimalShape right); // + and -
DecimalShape product_shape(DecimalShape left, DecimalShape right);
DecimalShape quotient_shape(DecimalShape left, DecimalShape right);
DecimalShape remainder_shape(DecimalShape left, DecimalShape right);

// The shape of an operand: integers have one too (int2 (5,0), int4 (10,0), int8 (19,0)).
DecimalShape decimal_shape(const duckdb::LogicalType& type);
duckdb::LogicalType decimal_type(DecimalShape shape);

Int128 to_int128(duckdb::hugeint_t value);
duckdb::hugeint_t to_hugeint(Int128 value);

// 10 to the power `exponent`, 0..38.
Int128 power_of_ten(int exponent);

// left * 10^shift / right, cut toward zero. Throws 22003 when the result has more than `precision` digits.
// `right` must not be 0; both hold at most 38 digits.
Int128 divide_decimal(Int128 left, Int128 right, int shift, int precision);

// left * right / 10^cut, cut toward zero. Throws 22003 when 128 bits or `precision` digits are not enough.
Int128 multiply_decimal(Int128 left, Int128 right, int cut, int precision);

// left + right, both numbers of scales that differ from the result's by `left_cut` and `right_cut` digits (more digits
// when positive). Throws 22003 when the result has more than 38 digits.
Int128 add_decimal(Int128 left, int left_cut, Int128 right, int right_cut);

// `value` of `scale` digits behind the point with those beyond `digits` set to zero, rounded half away from zero or
// cut; negative `digits` count before the point. Throws 22003 when the result has more than 38 digits.
Int128 cut_decimal(Int128 value, int scale, int digits, bool rounds);

} // namespace redstart::catalog
