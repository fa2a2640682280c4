#include "protocol/digest.hpp"
#include "protocol/md5.hpp"
#include "tests/unit/protocol/bytes.hpp"

using namespace redstart::protocol;
using namespace redstart::protocol::testing;

TEST_CASE("hashes and encodings", "[password]") {
    CHECK(to_hex(md5({"a", "bc"})) == "900150983cd24fb0d6963f7d28e17f72");                                // RFC 1321
    CHECK(to_hex(sha256({"abc"})) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"); // FIPS 180-4
    CHECK(to_hex(hmac_sha256("Jefe", "what do ya want for nothing?")) ==
          "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"); // RFC 4231, case 2
    CHECK(hmac_sha256("", "") == hmac_sha256(std::string_view(), std::string_view()));
    CHECK(to_hex(pbkdf2_sha256("password", "salt", 4096)) ==
          "c5e478d59288c841aa530db6845c4c8d962893a001ce4e11a4963873aa98134a"); // RFC 7914's companion vectors
    CHECK(from_hex("00fFa") == std::nullopt);
    CHECK(from_hex("0g") == std::nullopt);
    CHECK(from_hex("00fF") == std::string("\0\xff", 2));
    CHECK_FALSE(equal_constant_time("abc", "abd"));
    CHECK_FALSE(equal_constant_time("abc", "ab"));
    CHECK(equal_constant_time("", ""));
    CHECK(random_bytes(16) != random_bytes(16));
}

TEST_CASE("base64 is strict", "[password]") {
    for (const std::string_view raw : {"", "f", "fo", "foo", "foob", "\xff\xfe"})
        CHECK(from_base64(to_base64(raw)) == raw);
    CHECK(to_base64("foob") == "Zm9vYg==");
    for (const std::string_view text : {"Zg", "Zg=", "Z===", "Zm 9vYg=", "Zm9v\n", "=Zm9", "Zg==Zg==", "Zm9*"})
        CHECK_FALSE(from_base64(text).has_value());
}

TEST_CASE("md5 passwords", "[password]") {
    // The example of Redshift's CREATE USER page.
    const std::string stored = "md5153c434b4b77c89e6b94f12c5393af5b";
    CHECK(make_md5_password("ez", "user1") == stored);
    CHECK(is_md5_password(stored));
    CHECK(is_md5_password("md5A1234567890123456780123456789012"));
    CHECK_FALSE(is_md5_password("md5153c434b4b77c89e6b94f12c5393af5"));
    CHECK_FALSE(is_md5_password("md5153c434b4b77c89e6b94f12c5393af5g"));
    CHECK_FALSE(is_md5_password("MD5153c434b4b77c89e6b94f12c5393af5b"));
    CHECK(md5_password_matches(stored, "user1", "ez"));
    CHECK_FALSE(md5_password_matches(stored, "user2", "ez"));
    CHECK_FALSE(md5_password_matches("ez", "user1", "ez"));
}

TEST_CASE("the answer to AuthenticationMD5Password", "[password]") {
    const auto stored = make_md5_password("pencil", "u2");
    CHECK(stored == "md5a8ad8877b94482a9bb41bc7445a935f0"); // as PostgreSQL 15 stores it
    const std::string salt("\x01\x02\x03\x04");
    const auto answer = "md5" + to_hex(md5({to_hex(md5({"pencil", "u2"})), salt}));
    CHECK(md5_response_matches(stored, salt, answer));
    CHECK_FALSE(md5_response_matches(stored, "\x01\x02\x03\x05", answer));
    CHECK_FALSE(md5_response_matches(stored, salt, stored));
    CHECK_FALSE(md5_response_matches(stored, salt, ""));
    // A hash that was given in upper case: clients compute with the lower case one.
    CHECK(md5_response_matches("md5A8AD8877B94482A9BB41BC7445A935F0", salt, answer));
}

TEST_CASE("sha256 digests", "[password]") {
    // The salt of Redshift's CREATE USER page with its password Mypassword1.
    const std::string stored = "sha256|821708135fcc42eb3afda85286dee0ed15c2c461d000291609f77eb113073ec2|"
                               "c721bff5d9042cf541ff7b9d48fa8a6e545c19a763e3710151f9513038b0f6c6";
    const auto parsed = Sha256Password::parse(stored);
    REQUIRE(parsed.has_value());
    CHECK(parsed->matches("Mypassword1"));
    CHECK_FALSE(parsed->matches("Mypassword"));
    CHECK(parsed->to_string() == stored);
    CHECK(Sha256Password::make("Mypassword1", parsed->salt).to_string() == stored);
    CHECK(parsed->response("server", "123") == sha256({sha256({"Mypassword1", parsed->salt}), "server123"}));
    for (const auto& text :
         {std::string("sha256|Mypassword1"), stored + "0", stored.substr(1),
          "sha256|" + std::string(64, 'g') + "|" + std::string(64, '0'), "sha256|" + std::string(129, '0')})
        CHECK_FALSE(Sha256Password::parse(text).has_value());
}
