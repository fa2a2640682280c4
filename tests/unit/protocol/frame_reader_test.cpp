#include "protocol/frame_reader.hpp"
#include "tests/unit/protocol/bytes.hpp"

#include <chrono>
#include <random>
#include <vector>

using namespace redstart::protocol;
using namespace redstart::protocol::testing;

namespace {

struct Copy {
    char tag;
    std::string body;
    friend bool operator==(const Copy&, const Copy&) = default;
};

void drain(FrameReader& reader, std::vector<Copy>& frames) {
    while (const auto taken = reader.take()) frames.push_back({taken->tag, std::string(taken->body)});
}

std::vector<Copy> fed_whole(const std::string& stream) {
    FrameReader reader;
    std::vector<Copy> frames;
    reader.feed(stream);
    drain(reader, frames);
    return frames;
}

} // namespace

TEST_CASE("frames come out as they went in", "[frame_reader]") {
    FrameReader reader;
    CHECK_FALSE(reader.take().has_value());
    reader.feed(frame('Q', cstr("select 1")) + frame('S', "") + "Q");
    const auto query = reader.take();
    REQUIRE(query.has_value());
    CHECK(query->tag == 'Q');
    CHECK(query->body == cstr("select 1"));
    CHECK(reader.take()->tag == 'S');
    CHECK_FALSE(reader.take().has_value());
    CHECK(reader.buffered() == 1);
}

TEST_CASE("random splits give the same frames as one piece", "[frame_reader]") {
    std::mt19937 random(7);
    const auto below = [&](std::size_t limit) {
        return std::uniform_int_distribution<std::size_t>(0, limit - 1)(random);
    };
    for (int round = 0; round < 200; ++round) {
        std::string stream;
        for (std::size_t i = below(40); i > 0; --i) {
            const auto tag = "QPBDECSHXdcfFp"[below(14)];
            const std::size_t longest = std::string_view("QPBd").find(tag) == std::string_view::npos ? 9'000 : 60'000;
            stream += frame(tag, std::string(below(10) == 0 ? below(longest) : below(40), 'x'));
        }
        const auto expected = fed_whole(stream);
        FrameReader reader;
        std::vector<Copy> frames;
        const auto largest = round % 3 == 0 ? 2 : round % 3 == 1 ? 100 : 20'000;
        for (std::size_t at = 0; at < stream.size();) {
            const auto room = reader.space();
            const auto count = std::min({1 + below(largest), stream.size() - at, room.size()});
            std::copy_n(stream.data() + at, count, room.data());
            reader.commit(count);
            at += count;
            drain(reader, frames);
        }
        REQUIRE(frames == expected);
        CHECK(reader.buffered() == 0);
    }
}

TEST_CASE("the space offered is worth a read", "[frame_reader]") {
    FrameReader reader;
    for (int i = 0; i < 20'000; ++i) {
        REQUIRE(reader.space().size() >= 2048);
        reader.feed("d");
        reader.feed(i32(4 + i % 7) + std::string(static_cast<std::size_t>(i % 7), 'x'));
        if (i % 50 != 0) continue;
        while (reader.take()) {}
    }
}

TEST_CASE("memory follows what arrived, not what was promised", "[frame_reader]") {
    FrameReader reader;
    reader.feed("d" + i32(FrameReader::kMaxLength) + "some");
    CHECK_FALSE(reader.take().has_value());
    CHECK(reader.space().size() < 64 * 1024);
}

TEST_CASE("a large frame in small pieces is not copied over and over", "[frame_reader]") {
    FrameReader reader(FrameReader::Sender::Backend); // a frontend's may not be as large
    const std::string piece(4096, 'x');
    constexpr std::size_t kPieces = 16'384; // 64 MiB
    reader.feed("d" + i32(static_cast<std::int64_t>(kPieces * piece.size()) + 4));
    for (std::size_t i = 0; i < kPieces; ++i) {
        REQUIRE_FALSE(reader.take().has_value());
        reader.feed(piece);
    }
    const auto taken = reader.take();
    REQUIRE(taken.has_value());
    CHECK(taken->body.size() == kPieces * piece.size());
    // The memory goes back once the frame has been used.
    reader.give_back();
    CHECK(reader.space().size() <= 64 * 1024);
}

TEST_CASE("a frontend's frame that is too long is passed over", "[frame_reader]") {
    for (const auto& [tag, longest] : {std::pair{'Q', FrameReader::kMaxStatement},
                                       {'P', FrameReader::kMaxStatement},
                                       {'B', FrameReader::kMaxData},
                                       {'d', FrameReader::kMaxData}}) {
        FrameReader reader;
        const std::string piece(100'000, 'x');
        const std::size_t body = longest + 1 - 4;
        reader.feed(tag + i32(static_cast<std::int64_t>(body + 4)));
        for (std::size_t sent = 0; sent < body; sent += piece.size()) {
            CHECK_FALSE(reader.take().has_value());
            CHECK(reader.wanted() == 0);
            CHECK(reader.arrived() == sent + 5);
            reader.feed(std::string_view(piece).substr(0, body - sent));
            CHECK(reader.space().size() < 512 * 1024);
        }
        reader.feed(frame('S', ""));
        const auto refused = reader.take();
        REQUIRE(refused.has_value());
        CHECK(refused->tag == tag);
        CHECK(refused->refused == Refusal::TooLong);
        CHECK(refused->length == body);
        CHECK(refused->body.empty());
        CHECK(reader.take()->tag == 'S'); // and the stream goes on
    }
}

TEST_CASE("a short message of a frontend may not be long", "[frame_reader]") {
    for (const char tag : std::string("DECSHXcf")) {
        FrameReader reader;
        reader.feed(tag + i32(FrameReader::kMaxSmall + 1));
        CHECK(error_of([&] { reader.take(); }).message() == "invalid message length");
    }
}

TEST_CASE("a frame there is no memory for is passed over", "[frame_reader]") {
    FrameReader reader;
    const auto whole = frame('Q', cstr(std::string(300'000, 'x')));
    reader.feed(std::string_view(whole).substr(0, 70'000));
    CHECK_FALSE(reader.take().has_value());
    CHECK(reader.wanted() == whole.size());
    CHECK(reader.arrived() == 70'000);
    CHECK(reader.statement());
    reader.refuse();
    CHECK(reader.wanted() == 0);
    CHECK_FALSE(reader.take().has_value());
    reader.feed(whole.substr(70'000) + frame('S', ""));
    const auto refused = reader.take();
    REQUIRE(refused.has_value());
    CHECK(refused->refused == Refusal::NoRoom);
    CHECK(refused->length == 300'001);
    CHECK(reader.take()->tag == 'S');
}

TEST_CASE("bad lengths are fatal", "[frame_reader]") {
    for (const std::int64_t length : {0, 3, -1, (1 << 30) + 1}) {
        FrameReader reader;
        reader.feed("Q" + i32(length));
        const auto error = error_of([&] { reader.take(); });
        CHECK(error.severity() == Severity::Fatal);
        CHECK(error.sqlstate() == "08P01");
        CHECK(error.message() == "invalid message length");
        CHECK_THROWS_AS(reader.take(), SqlError); // and stay so
    }
}

TEST_CASE("a lower limit holds from the next frame on", "[frame_reader]") {
    FrameReader reader;
    reader.set_limit(100);
    reader.feed(frame('p', std::string(96, 'x')) + frame('p', std::string(97, 'x')));
    CHECK(reader.take()->body.size() == 96);
    CHECK_THROWS_AS(reader.take(), SqlError);
    reader.set_limit(FrameReader::kMaxLength);
    CHECK(reader.take()->body.size() == 97);
}

TEST_CASE("an unknown tag of a frontend is refused at its first byte", "[frame_reader]") {
    FrameReader frontend;
    frontend.feed("z");
    CHECK(error_of([&] { frontend.take(); }).message() == "invalid frontend message type 122");
    FrameReader backend(FrameReader::Sender::Backend);
    backend.feed(frame('z', "x"));
    CHECK(backend.take()->body == "x");
}

TEST_CASE("start-up packets", "[frame_reader]") {
    FrameReader reader;
    const auto stream = packet(i32(80877103)) + packet(std::string(9996, 'x')) + frame('Q', cstr(""));
    for (const char byte : packet(i32(80877103))) {
        CHECK_FALSE(reader.take_startup().has_value());
        reader.feed({&byte, 1});
    }
    CHECK(reader.take_startup()->body == i32(80877103));
    reader.feed(std::string_view(stream).substr(8));
    const auto largest = reader.take_startup();
    REQUIRE(largest.has_value());
    CHECK(largest->tag == '\0');
    CHECK(largest->body.size() == 9996);
    CHECK(reader.take()->tag == 'Q');
}

TEST_CASE("start-up packets outside 8 to 10000 bytes are fatal", "[frame_reader]") {
    for (const std::int64_t length : {0, 4, 7, 10'001, -1, 0x47455420}) { // the last one is "GET "
        FrameReader reader;
        reader.feed(i32(length));
        const auto error = error_of([&] { reader.take_startup(); });
        CHECK(error.severity() == Severity::Fatal);
        CHECK(error.message() == "invalid length of startup packet");
    }
}
