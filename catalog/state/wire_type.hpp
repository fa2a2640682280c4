// WireType: a column's type as a client is told of it. A value.
#pragma once

#include <cstdint>

namespace redstart::catalog {

// A type as RowDescription and pg_attribute give it.
struct WireType {
    std::uint32_t oid = 0;
    std::int16_t size = -1;   // bytes, -1 variable, -2 C string
    std::int32_t typmod = -1; // -1: none
    friend bool operator==(const WireType&, const WireType&) = default;
};

} // namespace redstart::catalog
