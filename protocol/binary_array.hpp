// Arrays in PostgreSQL's binary format (array_send and array_recv, arrayfuncs.c): the frame around the elements.
// Pure functions over the caller's bytes; safe from any thread.
#pragma once

#include "protocol/wire_writer.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace redstart::protocol {

inline constexpr std::size_t kMaxArrayDimensions = 6; // PostgreSQL's MAXDIM

// One array; the elements view into the field it was read from. No dimensions, no elements.
struct BinaryArray {
    std::uint32_t element_type = 0; // OID
    std::vector<std::size_t> dimensions;
    std::vector<std::optional<std::string_view>> elements; // the last dimension varies fastest; nullopt is NULL
};

// Takes the whole field. Throws SqlError 22P03 for bytes that are no array, 54000 for more than kMaxArrayDimensions.
BinaryArray parse_binary_array(std::string_view field);

// What stands before the elements, each of which is then a field() or a null_field(). Every dimension begins at
// `lower_bound`: 1, but 0 in int2vector and oidvector.
void write_binary_array_header(WireWriter& out, std::uint32_t element_type, bool has_null,
                               std::span<const std::size_t> dimensions, std::uint32_t lower_bound = 1);

} // namespace redstart::protocol
