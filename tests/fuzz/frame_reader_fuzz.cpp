// The same bytes in one piece and in pieces of any size must give the same frames, or fail at the same frame.
#include "protocol/error.hpp"
#include "protocol/frame_reader.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

using namespace redstart::protocol;

namespace {

// What a stream turned into: each frame as its tag and body, and the error that ended it.
using Outcome = std::vector<std::string>;

// Takes frames until none is left; false once the stream has failed. A start-up packet comes first, if there is one.
bool drain(FrameReader& reader, bool& startup, Outcome& outcome) {
    try {
        for (;;) {
            const auto frame = startup ? reader.take_startup() : reader.take();
            if (!frame) return true;
            startup = false;
            outcome.push_back(frame->tag + std::string(frame->body));
        }
    } catch (const SqlError& error) {
        outcome.push_back(error.message());
        return false;
    }
}

Outcome run(FrameReader::Sender sender, bool startup, std::string_view stream, std::string_view sizes) {
    FrameReader reader(sender);
    reader.set_limit(1U << 16);
    Outcome outcome;
    for (std::size_t i = 0; !stream.empty(); ++i) {
        const auto wanted = sizes.empty() ? stream.size() : 1U + static_cast<unsigned char>(sizes[i % sizes.size()]);
        const auto count = std::min<std::size_t>(wanted, stream.size());
        reader.feed(stream.substr(0, count));
        stream.remove_prefix(count);
        if (!drain(reader, startup, outcome)) return outcome;
    }
    outcome.push_back(std::to_string(reader.buffered()));
    return outcome;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    constexpr std::size_t kHeader = 9; // one byte of choices, eight sizes
    if (size < kHeader) return 0;
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    const auto sender = (data[0] & 1) != 0 ? FrameReader::Sender::Backend : FrameReader::Sender::Frontend;
    const bool startup = (data[0] & 2) != 0;
    const auto stream = input.substr(kHeader);
    if (run(sender, startup, stream, {}) != run(sender, startup, stream, input.substr(1, 8))) std::abort();
    return 0;
}
