// What the fuzz targets share: taking an input apart, feeding it in pieces, and the check that reports a finding.
// Pure functions over the caller's bytes; one thread.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace redstart::fuzz {

inline std::string_view view(const std::uint8_t* data, std::size_t size) {
    return {reinterpret_cast<const char*>(data), size};
}

// A property that must hold; else the input is a finding.
inline void require(bool holds, const char* file = __builtin_FILE(), int line = __builtin_LINE()) {
    if (holds) return;
    std::fprintf(stderr, "%s:%d: the property does not hold\n", file, line);
    std::abort();
}

// The first byte of `input`, and 0 when there is none.
inline unsigned char take_byte(std::string_view& input) {
    if (input.empty()) return 0;
    const auto first = static_cast<unsigned char>(input.front());
    input.remove_prefix(1);
    return first;
}

// The first `most` bytes of `input`, or as many as there are.
inline std::string_view take(std::string_view& input, std::size_t most) {
    const auto taken = input.substr(0, most);
    input.remove_prefix(taken.size());
    return taken;
}

// Calls feed(piece) for `stream` cut into pieces of 1 + each byte of `sizes`, over and over; in one piece when there
// are no sizes. Stops when feed returns false.
template <typename Feed> void in_pieces(std::string_view stream, std::string_view sizes, Feed feed) {
    for (std::size_t i = 0; !stream.empty(); ++i) {
        const auto wanted = sizes.empty() ? stream.size() : 1U + static_cast<unsigned char>(sizes[i % sizes.size()]);
        if (!feed(take(stream, wanted))) return;
    }
}

} // namespace redstart::fuzz
