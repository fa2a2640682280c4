#include "protocol/binary_array.hpp"

#include "protocol/wire_reader.hpp"

#include <limits>
#include <string>

#include <fmt/core.h>

namespace redstart::protocol {

namespace {

SqlError malformed(std::string message) { return {sqlstate::kInvalidBinaryRepresentation, std::move(message)}; }

// Each element has at least its length, so that nobody reserves memory for a lie.
std::size_t read_dimensions(WireReader& reader, std::size_t count, std::vector<std::size_t>& dimensions) {
    std::size_t elements = count == 0 ? 0 : 1;
    for (std::size_t i = 0; i < count; ++i) {
        const auto length = reader.i32();
        reader.i32(); // the lower bound: values here begin at 1
        if (length < 0) throw malformed(fmt::format("invalid array size: {}", length));
        dimensions.push_back(static_cast<std::size_t>(length));
        elements *= static_cast<std::size_t>(length);
        if (elements > std::numeric_limits<std::uint32_t>::max())
            throw SqlError(sqlstate::kProgramLimitExceeded, "array size exceeds the maximum allowed");
    }
    if (elements * 4 > reader.left()) reader.fail("insufficient data left in message");
    return elements;
}

} // namespace

BinaryArray parse_binary_array(std::string_view field) {
    WireReader reader(field);
    BinaryArray array;
    const auto dimensions = reader.i32();
    const auto flags = reader.i32();
    array.element_type = reader.u32();
    if (dimensions < 0) throw malformed(fmt::format("invalid number of dimensions: {}", dimensions));
    if (static_cast<std::size_t>(dimensions) > kMaxArrayDimensions)
        throw SqlError(sqlstate::kProgramLimitExceeded,
                       fmt::format("number of array dimensions ({}) exceeds the maximum allowed ({})", dimensions,
                                   kMaxArrayDimensions));
    if (flags != 0 && flags != 1) throw malformed("invalid array flags");
    const auto elements = read_dimensions(reader, static_cast<std::size_t>(dimensions), array.dimensions);
    if (elements == 0) array.dimensions.clear();
    for (std::size_t i = 0; i < elements && reader.ok(); ++i) {
        const auto length = reader.i32();
        if (length < -1) throw malformed(fmt::format("invalid array element length: {}", length));
        if (length < 0)
            array.elements.emplace_back();
        else
            array.elements.emplace_back(reader.bytes(static_cast<std::size_t>(length)));
    }
    reader.finish(sqlstate::kInvalidBinaryRepresentation);
    return array;
}

void write_binary_array_header(WireWriter& out, std::uint32_t element_type, bool has_null,
                               std::span<const std::size_t> dimensions, std::uint32_t lower_bound) {
    out.i32(static_cast<std::uint32_t>(dimensions.size()));
    out.i32(has_null ? 1 : 0);
    out.i32(element_type);
    for (const auto length : dimensions) {
        out.i32(static_cast<std::uint32_t>(length));
        out.i32(lower_bound);
    }
}

} // namespace redstart::protocol
