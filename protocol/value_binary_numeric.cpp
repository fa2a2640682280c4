// The numeric of value_binary.hpp: a sign, a display scale and digits to the base 10000, aligned at the decimal point.
#include "protocol/value_binary.hpp"
#include "protocol/wire_reader.hpp"

#include <algorithm>
#include <array>

#include <fmt/core.h>

namespace redstart::protocol {

namespace {

constexpr std::uint16_t kPositive = 0x0000, kNegative = 0x4000, kNan = 0xC000, kInfinite = 0xD000,
                        kMinusInfinite = 0xF000;
constexpr std::uint32_t kBase = 10'000;
constexpr int kBaseDigits = 4; // decimal digits in one of ours
constexpr int kMaxGroups = 11; // 38 digits, wherever the point is

constexpr auto kPowersOfTen = [] {
    std::array<UInt128, kMaxNumericDigits + 1> powers{1};
    for (std::size_t i = 1; i < powers.size(); ++i) powers[i] = powers[i - 1] * 10;
    return powers;
}();

// Base-10000 digits, least significant first.
struct Groups {
    std::array<std::uint16_t, kMaxGroups> digits;
    int count = 0;

    void add(std::uint64_t digit) { digits[static_cast<std::size_t>(count++)] = static_cast<std::uint16_t>(digit); }
};

Groups split(UInt128 value, unsigned scale) {
    Groups groups{};
    // The last group of the fraction may be short: it is filled up with zeros behind.
    if (const auto extra = scale % kBaseDigits; extra != 0) {
        const auto unit = static_cast<std::uint32_t>(kPowersOfTen[extra]);
        groups.add(static_cast<std::uint64_t>(value % unit) * static_cast<std::uint64_t>(kPowersOfTen[4 - extra]));
        value /= unit;
    }
    // Four groups per wide division; the rest is done in 64 bits.
    constexpr std::uint64_t kChunk = 10'000'000'000'000'000; // 10^16
    while (value >= kChunk) {
        auto low = static_cast<std::uint64_t>(value % kChunk);
        value /= kChunk;
        for (int i = 0; i < 4; ++i, low /= kBase) groups.add(low % kBase);
    }
    for (auto high = static_cast<std::uint64_t>(value); high > 0; high /= kBase) groups.add(high % kBase);
    return groups;
}

[[noreturn]] void out_of_range() {
    throw SqlError(sqlstate::kNumericValueOutOfRange, "numeric value out of range: it has more than 38 digits");
}

[[noreturn]] void invalid(const char* part) {
    throw SqlError(sqlstate::kInvalidBinaryRepresentation,
                   fmt::format("invalid {} in external \"numeric\" value", part));
}

void check_sign(std::uint16_t sign) {
    if (sign == kPositive || sign == kNegative) return;
    if (sign != kNan && sign != kInfinite && sign != kMinusInfinite) invalid("sign");
    throw SqlError(sqlstate::kNumericValueOutOfRange, "numeric value must be a finite number");
}

// `group` * 10^power, added to `sum`; what lies behind the last digit of the scale is cut off.
void accumulate(UInt128& sum, std::uint32_t group, int power) {
    if (group == 0 || power <= -kBaseDigits) return;
    if (power < 0) {
        sum += group / static_cast<std::uint32_t>(kPowersOfTen[static_cast<std::size_t>(-power)]);
    } else {
        constexpr auto kLimit = kPowersOfTen[kMaxNumericDigits];
        if (power >= kMaxNumericDigits || group >= kLimit / kPowersOfTen[static_cast<std::size_t>(power)])
            out_of_range();
        sum += group * kPowersOfTen[static_cast<std::size_t>(power)];
    }
    if (sum >= kPowersOfTen[kMaxNumericDigits]) out_of_range();
}

} // namespace

void write_binary_numeric(WireWriter& out, Int128 unscaled, unsigned scale) {
    const auto magnitude = unscaled < 0 ? 0 - static_cast<UInt128>(unscaled) : static_cast<UInt128>(unscaled);
    const auto groups = split(magnitude, scale);
    int first = 0; // PostgreSQL strips zero groups at both ends
    int end = groups.count;
    while (first < end && groups.digits[static_cast<std::size_t>(first)] == 0) ++first;
    while (end > first && groups.digits[static_cast<std::size_t>(end - 1)] == 0) --end;
    const int fraction = static_cast<int>(scale + kBaseDigits - 1) / kBaseDigits; // groups behind the point
    const int weight = first == end ? 0 : end - fraction - 1;
    out.i16(static_cast<std::uint16_t>(end - first));
    out.i16(static_cast<std::uint16_t>(weight));
    out.i16(unscaled < 0 ? kNegative : kPositive);
    out.i16(static_cast<std::uint16_t>(scale));
    for (int i = end - 1; i >= first; --i) out.i16(groups.digits[static_cast<std::size_t>(i)]);
}

Numeric parse_binary_numeric(std::string_view field) {
    constexpr std::uint16_t kScaleMask = 0x3FFF;
    WireReader reader(field);
    const int count = reader.u16();
    const int weight = reader.i16();
    const auto sign = reader.u16();
    const int display_scale = reader.u16();
    if (!reader.ok() || reader.left() != static_cast<std::size_t>(count) * 2) invalid("length");
    check_sign(sign);
    if ((display_scale & kScaleMask) != display_scale) invalid("scale");
    // A larger scale than can be held is taken down to the digits that are there.
    const int present = std::max(0, (count - 1 - weight) * kBaseDigits);
    const int scale = display_scale <= kMaxNumericDigits ? display_scale : std::min(display_scale, present);
    if (scale > kMaxNumericDigits) out_of_range();
    UInt128 sum = 0;
    for (int i = 0; i < count; ++i) {
        const auto group = reader.u16();
        if (group >= kBase) invalid("digit");
        accumulate(sum, group, (weight - i) * kBaseDigits + scale);
    }
    const auto value = static_cast<Int128>(sum);
    return {sign == kNegative ? -value : value, static_cast<std::uint8_t>(scale)};
}

} // namespace redstart::protocol
