#include "protocol/wire_reader.hpp"
#include "protocol/wire_writer.hpp"
#include "tests/unit/protocol/bytes.hpp"

using namespace redstart::protocol;
using namespace redstart::protocol::testing;

TEST_CASE("a reader takes what a writer wrote", "[wire]") {
    WireWriter out;
    out.byte('x');
    out.i16(0xFEDC);
    out.i32(0x89ABCDEF);
    out.i64(0xFEDCBA9876543210);
    out.text("name");
    out.bytes("raw");
    WireReader reader(out.view());
    CHECK(reader.u8() == 'x');
    CHECK(reader.u16() == 0xFEDC);
    CHECK(reader.i32() == static_cast<std::int32_t>(0x89ABCDEF));
    CHECK(reader.u64() == 0xFEDCBA9876543210);
    CHECK(reader.text() == "name");
    CHECK(reader.bytes(2) == "ra");
    CHECK(reader.rest() == "w");
    CHECK_NOTHROW(reader.finish());
}

TEST_CASE("the first failure of a reader sticks", "[wire]") {
    WireReader reader("\x01");
    CHECK(reader.u16() == 0);
    CHECK_FALSE(reader.ok());
    CHECK(reader.u8() == 0); // the byte that is there is not given out any more
    CHECK(reader.text().empty());
    const auto error = error_of([&] { reader.finish(); });
    CHECK(error.sqlstate() == "08P01");
    CHECK(error.message() == "insufficient data left in message");
}

TEST_CASE("bytes that are left over are an error", "[wire]") {
    WireReader reader("ab");
    reader.u8();
    CHECK(error_of([&] { reader.finish(); }).message() == "invalid message format");
    CHECK(error_of([&] { reader.finish("22P03"); }).sqlstate() == "22P03");
}

TEST_CASE("a string without its terminator is an error", "[wire]") {
    WireReader reader("abc");
    CHECK(reader.text().empty());
    CHECK(error_of([&] { reader.finish(); }).message() == "invalid string in message");
}

TEST_CASE("a count that the body cannot hold is refused", "[wire]") {
    const auto body = i16(3) + std::string(8, 'x');
    WireReader three(body);
    CHECK(three.count(4) == 0);
    CHECK_FALSE(three.ok());
    WireReader two(body);
    CHECK(two.count(2) == 3);
    const auto unsigned_count = i16(-1) + std::string(65535, 'x');
    WireReader many(unsigned_count);
    CHECK(many.count(1) == 65535);
}

TEST_CASE("an abandoned frame leaves the frames before it", "[wire]") {
    WireWriter out;
    out.begin('A');
    out.end();
    out.begin('D');
    out.i32(7);
    CHECK(out.in_frame());
    out.abandon();
    CHECK_FALSE(out.in_frame());
    CHECK(out.view() == frame('A', ""));
    out.abandon(); // nothing is open: no effect
    CHECK(out.view() == frame('A', ""));
}

TEST_CASE("fields carry their length", "[wire]") {
    WireWriter out;
    const auto mark = out.field_begin();
    out.bytes("abc");
    out.field_end(mark);
    out.field("de");
    out.null_field();
    CHECK(out.view() == field("abc") + field("de") + i32(-1));
}
