#include "sql/engine/throwing_place.hpp"

#include "sql/engine/shared_code.hpp"

#include <unwind.h>

namespace redstart::sql {
namespace {

constexpr std::uint8_t kOmitted = 0xFF;

std::uint64_t read_uleb128(const std::uint8_t*& at) {
    std::uint64_t value = 0;
    unsigned shift = 0;
    std::uint8_t byte = 0;
    do {
        byte = *at++;
        value |= static_cast<std::uint64_t>(byte & 0x7FU) << shift;
        shift += 7;
    } while ((byte & 0x80U) != 0);
    return value;
}

// A value by its encoding's low bits: LEB128, or two, four or eight bytes (DWARF exception header encodings). What it
// is relative to does not matter here.
std::uint64_t read(const std::uint8_t*& at, std::uint8_t encoding) {
    constexpr std::uint8_t kBytes[] = {8, 0, 2, 4, 8, 0, 0, 0};
    const auto bytes = kBytes[encoding & 0x07U];
    if (bytes == 0) return read_uleb128(at);
    std::uint64_t value = 0;
    for (unsigned i = 0; i < bytes; ++i) value |= static_cast<std::uint64_t>(*at++) << (8 * i);
    return value;
}

// What the C++ runtime would do with an exception that passes this frame: it calls std::terminate() where the frame has
// a table of its calls and this call is not in it, which is how noexcept functions and destructors are compiled.
// Source: Itanium C++ ABI, "Exception Handling Tables".
bool is_noexcept(_Unwind_Context* context) {
    const auto* at = static_cast<const std::uint8_t*>(_Unwind_GetLanguageSpecificData(context));
    if (at == nullptr) return false;
    int before = 0;
    auto address = static_cast<std::uintptr_t>(_Unwind_GetIPInfo(context, &before));
    if (before == 0) --address; // the address is that of the return, behind the call
    const auto start = static_cast<std::uintptr_t>(_Unwind_GetRegionStart(context));
    if (const auto pads = *at++; pads != kOmitted) read(at, pads); // of functions that are split in two
    if (*at++ != kOmitted) read_uleb128(at);
    const auto encoding = *at++;
    const auto length = read_uleb128(at);
    for (const auto* end = at + length; at < end;) {
        const auto first = start + read(at, encoding);
        const auto last = first + read(at, encoding);
        read(at, encoding);
        read_uleb128(at);
        if (address < first) return true;
        if (address < last) return false;
    }
    return true;
}

struct Walk {
    std::uintptr_t outermost;
    ThrowingPlace place = ThrowingPlace::Free;
};

_Unwind_Reason_Code look(_Unwind_Context* context, void* argument) {
    auto& walk = *static_cast<Walk*>(argument);
    if (_Unwind_GetCFA(context) > walk.outermost + 2 * sizeof(void*)) return _URC_END_OF_STACK;
    const auto address = static_cast<std::uintptr_t>(_Unwind_GetIP(context));
    if (is_shared_code(address) || is_noexcept(context)) {
        walk.place = ThrowingPlace::Harmful;
        return _URC_END_OF_STACK;
    }
    if (is_swallowing_code(address)) walk.place = ThrowingPlace::Swallowed;
    return _URC_NO_REASON;
}

} // namespace

ThrowingPlace throwing_place(std::uintptr_t outermost) {
    Walk walk{outermost};
    _Unwind_Backtrace(&look, &walk);
    return walk.place;
}

} // namespace redstart::sql
