#include "protocol/frontend.hpp"
#include "tests/unit/protocol/bytes.hpp"

using namespace redstart::protocol;
using namespace redstart::protocol::testing;

namespace {

template <typename Message> Message decoded(const std::string& body) {
    return std::get<Message>(decode(Message::kTag, body));
}

std::string sqlstate_of(char tag, const std::string& body) {
    return error_of([&] { decode(tag, body); }).sqlstate();
}

} // namespace

TEST_CASE("Query", "[frontend]") {
    const auto body = cstr("select 1");
    CHECK(decoded<Query>(body).sql == "select 1");
    CHECK(sqlstate_of('Q', "select 1") == "08P01");
    CHECK(sqlstate_of('Q', "") == "08P01");
    CHECK(sqlstate_of('Q', cstr("a") + cstr("b")) == "08P01");
}

TEST_CASE("Parse", "[frontend]") {
    const auto body = cstr("s1") + cstr("select $1") + i16(2) + i32(23) + i32(0);
    const auto message = decoded<Parse>(body);
    CHECK(message.name == "s1");
    CHECK(message.sql == "select $1");
    CHECK(message.types == std::vector<std::uint32_t>{23, 0});
    CHECK(decoded<Parse>(cstr("") + cstr("") + i16(0)).types.empty());
    for (std::size_t size = 0; size < body.size(); ++size) CHECK(sqlstate_of('P', body.substr(0, size)) == "08P01");
    CHECK(sqlstate_of('P', cstr("") + cstr("") + i16(-1)) == "08P01");
}

TEST_CASE("Bind", "[frontend]") {
    const auto body =
        cstr("p") + cstr("s") + i16(2) + i16(0) + i16(1) + i16(2) + field("12") + i32(-1) + i16(1) + i16(1);
    const auto message = decoded<Bind>(body);
    CHECK(message.portal == "p");
    CHECK(message.statement == "s");
    CHECK(message.parameter_formats == std::vector<Format>{Format::Text, Format::Binary});
    REQUIRE(message.values.size() == 2);
    CHECK(message.values[0] == "12");
    CHECK_FALSE(message.values[1].has_value());
    CHECK(message.result_formats == std::vector<Format>{Format::Binary});
    for (std::size_t size = 0; size < body.size(); ++size) CHECK(sqlstate_of('B', body.substr(0, size)) == "08P01");
}

TEST_CASE("Bind refuses what PostgreSQL refuses", "[frontend]") {
    const auto names = cstr("") + cstr("");
    CHECK(sqlstate_of('B', names + i16(1) + i16(2) + i16(0) + i16(0)) == "22023");
    CHECK(sqlstate_of('B', names + i16(0) + i16(0) + i16(1) + i16(-1)) == "22023");
    CHECK(sqlstate_of('B', names + i16(0) + i16(1) + i32(-2) + i16(0)) == "08P01");
    CHECK(sqlstate_of('B', names + i16(0) + i16(1) + i32(0x7FFFFFFF) + i16(0)) == "08P01");
    const auto error = error_of(
        [&] { decode('B', names + i16(2) + i16(0) + i16(0) + i16(3) + i32(-1) + i32(-1) + i32(-1) + i16(0)); });
    CHECK(error.message() == "bind message has 2 parameter formats but 3 parameters");
}

TEST_CASE("Describe and Close", "[frontend]") {
    CHECK(decoded<Describe>("S" + cstr("name")).target == 'S');
    CHECK(decoded<Describe>("P" + cstr("name")).name == "name");
    CHECK(decoded<Close>("P" + cstr("")).target == 'P');
    CHECK(error_of([] { decode('D', "X" + cstr("")); }).message() == "invalid DESCRIBE message subtype 88");
    CHECK(error_of([] { decode('C', "\xFF" + cstr("")); }).message() == "invalid CLOSE message subtype 255");
    CHECK(sqlstate_of('D', "") == "08P01");
    CHECK(sqlstate_of('C', "S") == "08P01");
}

TEST_CASE("Execute", "[frontend]") {
    const auto body = cstr("p") + i32(100);
    CHECK(decoded<Execute>(body).portal == "p");
    CHECK(decoded<Execute>(body).max_rows == 100);
    CHECK(decoded<Execute>(cstr("") + i32(-1)).max_rows == -1);
    CHECK(sqlstate_of('E', cstr("p")) == "08P01");
}

TEST_CASE("messages without a body", "[frontend]") {
    CHECK(std::holds_alternative<Sync>(decode('S', "")));
    CHECK(std::holds_alternative<Flush>(decode('H', "")));
    CHECK(std::holds_alternative<Terminate>(decode('X', "")));
    CHECK(std::holds_alternative<CopyDone>(decode('c', "")));
    CHECK(std::holds_alternative<Terminate>(decode('X', "x"))); // whatever it says
    for (const char tag : {'S', 'H', 'c'}) CHECK(sqlstate_of(tag, "x") == "08P01");
}

TEST_CASE("messages that take any body", "[frontend]") {
    const std::string body("a\0b", 3);
    CHECK(decoded<CopyData>(body).data == body);
    CHECK(decoded<AuthenticationResponse>(body).body == body);
    CHECK(std::holds_alternative<FunctionCall>(decode('F', body)));
    CHECK(decoded<CopyFail>(cstr("why")).message == "why");
    CHECK(sqlstate_of('f', "why") == "08P01");
}

TEST_CASE("an unknown tag is fatal", "[frontend]") {
    const auto error = error_of([] { decode('z', ""); });
    CHECK(error.severity() == Severity::Fatal);
    CHECK(error.sqlstate() == "08P01");
    CHECK(error.message() == "invalid frontend message type 122");
}

TEST_CASE("format_of follows the protocol's rule", "[frontend]") {
    CHECK(format_of({}, 3) == Format::Text);
    CHECK(format_of({Format::Binary}, 3) == Format::Binary);
    CHECK(format_of({Format::Text, Format::Binary}, 1) == Format::Binary);
    CHECK(format_of({Format::Binary, Format::Binary}, 2) == Format::Text);
}
