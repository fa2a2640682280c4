#include "protocol/backend.hpp"
#include "protocol/sqlstate.hpp"
#include "tests/unit/protocol/bytes.hpp"

using namespace redstart::protocol;
using namespace redstart::protocol::testing;

namespace {

template <typename Message> std::string written(const Message& message) {
    WireWriter out;
    write(out, message);
    return std::string(out.view());
}

} // namespace

TEST_CASE("authentication messages", "[backend]") {
    CHECK(written(AuthenticationOk{}) == frame('R', i32(0)));
    CHECK(written(AuthenticationCleartextPassword{}) == frame('R', i32(3)));
    CHECK(written(AuthenticationMd5Password{"salt"}) == frame('R', i32(5) + "salt"));
    CHECK(written(AuthenticationSasl{{"SCRAM-SHA-256"}}) == frame('R', i32(10) + cstr("SCRAM-SHA-256") + cstr("")));
    CHECK(written(AuthenticationSaslContinue{"r=x"}) == frame('R', i32(11) + "r=x"));
    CHECK(written(AuthenticationSaslFinal{"v=y"}) == frame('R', i32(12) + "v=y"));
}

TEST_CASE("session messages", "[backend]") {
    CHECK(written(BackendKeyData{7, -2}) == frame('K', i32(7) + i32(-2)));
    CHECK(written(ParameterStatus{"TimeZone", "UTC"}) == frame('S', cstr("TimeZone") + cstr("UTC")));
    CHECK(written(ReadyForQuery{'T'}) == frame('Z', "T"));
    CHECK(written(NegotiateProtocolVersion{0, {"_pq_.x"}}) == frame('v', i32(3 << 16) + i32(1) + cstr("_pq_.x")));
}

TEST_CASE("row description", "[backend]") {
    const std::vector<ColumnDescription> columns{
        {.name = "id", .table = 100001, .attribute = 2, .type = 23, .size = 4},
        {.name = "name", .type = 1043, .typmod = 34, .format = Format::Binary},
    };
    const auto first = cstr("id") + i32(100001) + i16(2) + i32(23) + i16(4) + i32(-1) + i16(0);
    const auto second = cstr("name") + i32(0) + i16(0) + i32(1043) + i16(-1) + i32(34) + i16(1);
    CHECK(written(RowDescription{columns}) == frame('T', i16(2) + first + second));
    CHECK(written(RowDescription{{}}) == frame('T', i16(0)));
}

TEST_CASE("query messages", "[backend]") {
    CHECK(written(NoData{}) == frame('n', ""));
    CHECK(written(ParseComplete{}) == frame('1', ""));
    CHECK(written(BindComplete{}) == frame('2', ""));
    CHECK(written(CloseComplete{}) == frame('3', ""));
    CHECK(written(PortalSuspended{}) == frame('s', ""));
    CHECK(written(EmptyQueryResponse{}) == frame('I', ""));
    const std::vector<std::uint32_t> types{23, 1043};
    CHECK(written(ParameterDescription{types}) == frame('t', i16(2) + i32(23) + i32(1043)));
    CHECK(written(CommandComplete{"SELECT 1"}) == frame('C', cstr("SELECT 1")));
}

TEST_CASE("copy messages", "[backend]") {
    CHECK(written(CopyInResponse{Format::Text, 2}) == frame('G', std::string(1, '\0') + i16(2) + i16(0) + i16(0)));
    CHECK(written(CopyOutResponse{Format::Binary, 1}) == frame('H', "\1" + i16(1) + i16(1)));
    CHECK(written(CopyDataOut{"1\t2\n"}) == frame('d', "1\t2\n"));
    CHECK(written(CopyDoneOut{}) == frame('c', ""));
}

TEST_CASE("an error has the fields Redshift sends, and no V", "[backend]") {
    const auto error = SqlError(sqlstate::kSyntaxError, "syntax error").detail("d").hint("h").position(12).context("w");
    CHECK(written(ErrorResponse{error}) ==
          frame('E', "S" + cstr("ERROR") + "C" + cstr("42601") + "M" + cstr("syntax error") + "D" + cstr("d") + "H" +
                         cstr("h") + "P" + cstr("12") + "W" + cstr("w") + cstr("")));
    CHECK(written(ErrorResponse{SqlError("0A000", "m").routine("r")}) ==
          frame('E', "S" + cstr("ERROR") + "C" + cstr("0A000") + "M" + cstr("m") + "R" + cstr("r") + cstr("")));
    CHECK(written(NoticeResponse{SqlError::warning("25001", "m")}) ==
          frame('N', "S" + cstr("WARNING") + "C" + cstr("25001") + "M" + cstr("m") + cstr("")));
    CHECK(written(ErrorResponse{SqlError::fatal("XX000", "")}) ==
          frame('E', "S" + cstr("FATAL") + "C" + cstr("XX000") + "M" + cstr("") + cstr("")));
}

TEST_CASE("a NUL in an error's text cannot forge fields", "[backend]") {
    const std::string text("before\0Cxxxxx", 13);
    CHECK(
        written(ErrorResponse{SqlError("42601", text).detail(text)}) ==
        frame('E', "S" + cstr("ERROR") + "C" + cstr("42601") + "M" + cstr("before") + "D" + cstr("before") + cstr("")));
}

TEST_CASE("severity names", "[backend]") {
    CHECK(severity_name(Severity::Debug) == "DEBUG");
    CHECK(severity_name(Severity::Log) == "LOG");
    CHECK(severity_name(Severity::Info) == "INFO");
    CHECK(severity_name(Severity::Notice) == "NOTICE");
    CHECK(severity_name(Severity::Warning) == "WARNING");
    CHECK(severity_name(Severity::Error) == "ERROR");
    CHECK(severity_name(Severity::Fatal) == "FATAL");
    CHECK(severity_name(Severity::Panic) == "PANIC");
}
