#include "protocol/backend.hpp"
#include "protocol/frame_reader.hpp"
#include "protocol/printer.hpp"
#include "tests/unit/protocol/bytes.hpp"

#include <random>

using namespace redstart::protocol;
using namespace redstart::protocol::testing;

namespace {

template <typename Message> std::string printed(const Message& message) {
    WireWriter out;
    write(out, message);
    return print_backend(out.view().front(), out.view().substr(5));
}

} // namespace

TEST_CASE("messages of a client in one line", "[printer]") {
    CHECK(print_frontend('Q', cstr("select \"a\\b\"\n")) == R"(Query "select \"a\\b\"\x0a")");
    CHECK(print_frontend('P', cstr("s") + cstr("select $1") + i16(2) + i32(23) + i32(0)) ==
          R"(Parse name="s" sql="select $1" types=[23,0])");
    CHECK(print_frontend('B',
                         cstr("p") + cstr("s") + i16(1) + i16(0) + i16(2) + field("1") + i32(-1) + i16(1) + i16(1)) ==
          R"(Bind portal="p" statement="s" formats=[0] values "1" NULL results=[1])");
    CHECK(print_frontend('D', "S" + cstr("s")) == R"(Describe statement="s")");
    CHECK(print_frontend('C', "P" + cstr("")) == R"(Close portal="")");
    CHECK(print_frontend('E', cstr("") + i32(5)) == R"(Execute portal="" max_rows=5)");
    CHECK(print_frontend('S', "") == "Sync");
    CHECK(print_frontend('d', "1\t2") == R"(CopyData "1\x092")");
    CHECK(print_frontend('f', cstr("why")) == R"(CopyFail "why")");
    CHECK(print_frontend('z', "x") == R"(Unknown tag="z" "x")");
}

TEST_CASE("secrets are not printed", "[printer]") {
    CHECK(print_frontend('p', cstr("my secret")) == "AuthenticationResponse bytes=10");
    CHECK(print_startup(i32(80877102) + i32(7) + i32(1234567)) == "CancelRequest pid=7");
    CHECK(printed(BackendKeyData{7, 1234567}) == "BackendKeyData pid=7");
}

TEST_CASE("start-up packets in one line", "[printer]") {
    CHECK(print_startup(i32(3 << 16) + cstr("us\ner") + cstr("a") + cstr("")) ==
          R"(StartupMessage minor=0 "us\x0aer"="a")");
    CHECK(print_startup(i32(80877103)) == "SSLRequest");
    CHECK(print_startup(i32(80877104)) == "GSSENCRequest");
    CHECK(print_startup("abc") == "StartupPacket bytes=3 MALFORMED");
}

TEST_CASE("messages of the server in one line", "[printer]") {
    CHECK(printed(AuthenticationOk{}) == "Authentication Ok");
    CHECK(printed(AuthenticationCleartextPassword{}) == "Authentication CleartextPassword");
    CHECK(printed(AuthenticationMd5Password{"\1\2\3\4"}) == R"(Authentication MD5Password salt="01020304")");
    CHECK(printed(AuthenticationSasl{{"SCRAM-SHA-256"}}) == R"(Authentication SASL "SCRAM-SHA-256")");
    CHECK(printed(AuthenticationSaslContinue{"r=x"}) == R"(Authentication SASLContinue="r=x")");
    CHECK(printed(AuthenticationSaslFinal{"v=x"}) == R"(Authentication SASLFinal="v=x")");
    CHECK(print_backend('R', i32(13) + "xyz") == "Authentication code=13 bytes=3");
    CHECK(printed(ParameterStatus{"TimeZone", "UTC"}) == R"(ParameterStatus name="TimeZone" value="UTC")");
    CHECK(printed(ReadyForQuery{'I'}) == "ReadyForQuery I");
    const std::vector<ColumnDescription> columns{{.name = "id", .type = 23, .size = 4}};
    CHECK(printed(RowDescription{columns}) ==
          R"(RowDescription "id" table=0 attribute=0 type=23 size=4 typmod=-1 format=0)");
    CHECK(print_backend('D', i16(2) + field("1") + i32(-1)) == R"(DataRow "1" NULL)");
    CHECK(printed(ErrorResponse{SqlError("42601", "bad").hint("try")}) ==
          R"(ErrorResponse S="ERROR" C="42601" M="bad" H="try")");
    CHECK(printed(NoticeResponse{SqlError::warning("01000", "w")}) == R"(NoticeResponse S="WARNING" C="01000" M="w")");
    CHECK(printed(CommandComplete{"SELECT 1"}) == R"(CommandComplete "SELECT 1")");
    const std::vector<std::uint32_t> types{23, 25};
    CHECK(printed(ParameterDescription{types}) == "ParameterDescription types=[23,25]");
    CHECK(printed(NegotiateProtocolVersion{0, {"_pq_.x"}}) == R"(NegotiateProtocolVersion newest=0 "_pq_.x")");
    CHECK(printed(CopyInResponse{Format::Text, 2}) == "CopyInResponse format=0 columns=[0,0]");
    CHECK(printed(CopyOutResponse{Format::Text, 1}) == "CopyOutResponse format=0 columns=[0]");
    CHECK(printed(CopyDataOut{"x"}) == R"(CopyData "x")");
    CHECK(printed(ParseComplete{}) == "ParseComplete");
    CHECK(printed(EmptyQueryResponse{}) == "EmptyQueryResponse");
}

TEST_CASE("a body that does not match is marked", "[printer]") {
    CHECK(print_frontend('Q', "x") == R"(Query "" MALFORMED)");
    CHECK(print_frontend('S', "x") == "Sync MALFORMED");
    CHECK(print_backend('D', i16(5)) == "DataRow MALFORMED");
    CHECK(print_backend('R', i32(10) + "x") == R"(Authentication SASL MALFORMED)");
}

TEST_CASE("any bytes print as one line", "[printer]") {
    std::mt19937 random(3);
    for (int round = 0; round < 20'000; ++round) {
        std::string body(random() % 40, '\0');
        for (auto& byte : body) byte = static_cast<char>(random() % 3 == 0 ? random() % 4 : random());
        const auto tag = static_cast<char>(random());
        for (const auto& line : {print_frontend(tag, body), print_backend(tag, body), print_startup(body)})
            REQUIRE((!line.empty() && line.find('\n') == std::string::npos));
    }
}
