#include "protocol/startup.hpp"
#include "tests/unit/protocol/bytes.hpp"

using namespace redstart::protocol;
using namespace redstart::protocol::testing;

namespace {

const std::string kVersion3 = i32(3 << 16);

} // namespace

TEST_CASE("a start-up message's parameters are kept in order", "[startup]") {
    const auto body = kVersion3 + cstr("user") + cstr("admin") + cstr("database") + cstr("dev") + cstr("user") +
                      cstr("other") + cstr("options") + cstr("") + cstr("");
    const auto request = std::get<StartupRequest>(decode_startup(body));
    CHECK(request.minor == 0);
    REQUIRE(request.parameters.size() == 4);
    CHECK(request.parameters[0] == std::pair<std::string_view, std::string_view>{"user", "admin"});
    CHECK(request.parameters[3] == std::pair<std::string_view, std::string_view>{"options", ""});
    CHECK(request.find("user") == "other");
    CHECK(request.find("database") == "dev");
    CHECK_FALSE(request.find("nothing").has_value());
    CHECK_FALSE(request.needs_negotiation());
}

TEST_CASE("a newer minor version and protocol options are reported", "[startup]") {
    const auto newer = i32(3 << 16 | 2) + cstr("user") + cstr("a") + cstr("");
    CHECK(std::get<StartupRequest>(decode_startup(newer)).minor == 2);
    CHECK(std::get<StartupRequest>(decode_startup(newer)).needs_negotiation());
    const auto options = kVersion3 + cstr("_pq_.compression") + cstr("zstd:1") + cstr("_pqx") + cstr("1") + cstr("");
    const auto request = std::get<StartupRequest>(decode_startup(options));
    CHECK(request.protocol_options() == std::vector<std::string_view>{"_pq_.compression"});
    CHECK(request.needs_negotiation());
}

TEST_CASE("an unsupported protocol is fatal", "[startup]") {
    for (const auto& [version, words] : {std::pair{i32(2 << 16), "2.0"}, std::pair{i32(4 << 16 | 7), "4.7"},
                                         std::pair{i32(1234 << 16 | 5681), "1234.5681"}}) {
        const auto error = error_of([&body = version] { decode_startup(body + cstr("")); });
        CHECK(error.severity() == Severity::Fatal);
        CHECK(error.sqlstate() == "0A000");
        CHECK(error.message() ==
              std::string("unsupported frontend protocol ") + words + ": server supports 3.0 to 3.0");
    }
}

TEST_CASE("a start-up message must end in its terminator", "[startup]") {
    const auto user = cstr("user") + cstr("admin");
    for (const auto& rest : {std::string(), user, user + "x", std::string("user"), cstr("user"), user + cstr("") + "x",
                             cstr("") + "x", cstr("user") + "admin"}) {
        const auto error = error_of([&] { decode_startup(kVersion3 + rest); });
        CHECK(error.severity() == Severity::Fatal);
        CHECK(error.sqlstate() == "08P01");
        CHECK(error.message() == "invalid startup packet layout: expected terminator as last byte");
    }
    CHECK(std::get<StartupRequest>(decode_startup(kVersion3 + cstr(""))).parameters.empty());
}

TEST_CASE("the requests that are no start-up message", "[startup]") {
    CHECK(std::holds_alternative<SslRequest>(decode_startup(i32(80877103))));
    CHECK(std::holds_alternative<GssEncRequest>(decode_startup(i32(80877104))));
    const auto cancel = std::get<CancelRequest>(decode_startup(i32(80877102) + i32(42) + i32(-7)));
    CHECK(cancel.pid == 42);
    CHECK(cancel.secret == -7);
    for (const auto& body : {std::string(), std::string("abc"), i32(80877102), i32(80877102) + i32(42),
                             i32(80877102) + i32(42) + i32(-7) + "x", i32(80877103) + "x", i32(80877104) + "x"})
        CHECK(error_of([&] { decode_startup(body); }).message() == "invalid length of startup packet");
}
