// The same bytes in one piece and in pieces of any size must give the same frames, or fail at the same frame; and
// frames that a client writes come out as they were.
#include "protocol/error.hpp"
#include "protocol/frame_reader.hpp"
#include "protocol/wire_writer.hpp"
#include "tests/fuzz/support.hpp"

#include <string>
#include <vector>

using namespace redstart::fuzz;
using namespace redstart::protocol;

namespace {

constexpr std::uint32_t kLimit = 1U << 16;

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
        require(error.severity() == Severity::Fatal);
        outcome.push_back(error.message());
        return false;
    }
}

Outcome run(FrameReader::Sender sender, bool startup, std::string_view stream, std::string_view sizes) {
    FrameReader reader(sender);
    reader.set_limit(kLimit);
    Outcome outcome;
    bool alive = true;
    in_pieces(stream, sizes, [&](std::string_view piece) {
        reader.feed(piece);
        return alive = drain(reader, startup, outcome);
    });
    if (alive) outcome.push_back(std::to_string(reader.buffered()));
    return outcome;
}

// `bytes` cut into bodies of a client's messages, written, and read back in pieces.
void round_trip(std::string_view bytes, std::string_view sizes) {
    constexpr std::string_view kTags = "QPBDECSHXdcfFp";
    WireWriter out;
    Outcome written;
    while (!bytes.empty()) {
        const char tag = kTags[take_byte(bytes) % kTags.size()];
        const auto body = take(bytes, take_byte(bytes));
        out.begin(tag);
        out.bytes(body);
        out.end();
        written.push_back(tag + std::string(body));
    }
    written.emplace_back("0");
    require(written.size() == 1 || run(FrameReader::Sender::Frontend, false, out.view(), sizes) == written);
}

} // namespace

// One byte of choices, eight sizes of pieces, then the stream.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    auto stream = view(data, size);
    const auto choices = take_byte(stream);
    const auto sizes = take(stream, 8);
    const auto sender = (choices & 1) != 0 ? FrameReader::Sender::Backend : FrameReader::Sender::Frontend;
    const bool startup = (choices & 2) != 0;
    require(run(sender, startup, stream, {}) == run(sender, startup, stream, sizes));
    round_trip(stream, sizes);
    return 0;
}
