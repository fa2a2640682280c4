// Where the server's certificate comes from, and what a broken one does to a running server.
#include "server/net/certificate.hpp"
#include "server/net/files.hpp"
#include "server/net/tls_context.hpp"

#include <filesystem>
#include <stdexcept>

#include <catch2/catch.hpp>
#include <sys/stat.h>
#include <unistd.h>

using namespace redstart::server;

namespace {

struct Directory {
    Directory() {
        char name[] = "/tmp/redstart_unit_XXXXXX";
        REQUIRE(::mkdtemp(name) != nullptr);
        options.data_dir = name;
    }
    ~Directory() { std::filesystem::remove_all(options.data_dir); }
    std::string file(const std::string& name) const { return options.data_dir + "/" + name; }

    Options options;
};

} // namespace

TEST_CASE("the first start makes a certificate, later ones keep it") {
    const Directory directory;
    const TlsContext first(directory.options);
    const auto certificate = read_file(directory.file("server.crt"));
    struct stat status {};
    REQUIRE(::stat(directory.file("server.key").c_str(), &status) == 0);
    REQUIRE((status.st_mode & 0777U) == 0600);
    const TlsContext second(directory.options);
    REQUIRE(read_file(directory.file("server.crt")) == certificate);
}

TEST_CASE("a certificate of one's own") {
    Directory directory;
    const auto pem = make_self_signed_certificate();
    directory.options.tls_cert = directory.file("my.crt");
    directory.options.tls_key = directory.file("my.key");
    SECTION("missing") {
        REQUIRE_THROWS_AS(TlsContext(directory.options), std::runtime_error);
        REQUIRE_FALSE(std::filesystem::exists(directory.file("my.crt"))); // never made for the user
    }
    SECTION("with the key of another one") {
        write_private_file(directory.options.tls_cert, pem.certificate);
        write_private_file(directory.options.tls_key, make_self_signed_certificate().key);
        REQUIRE_THROWS_AS(TlsContext(directory.options), std::runtime_error);
    }
    SECTION("reloaded; a broken file changes nothing") {
        write_private_file(directory.options.tls_cert, pem.certificate);
        write_private_file(directory.options.tls_key, pem.key);
        TlsContext context(directory.options);
        const auto before = context.current();
        context.reload();
        const auto after = context.current();
        REQUIRE(after != before);
        write_private_file(directory.options.tls_cert, "not a certificate");
        REQUIRE_THROWS_AS(context.reload(), std::runtime_error);
        REQUIRE(context.current() == after);
    }
}

TEST_CASE("a key that others may read is refused, also at a reload") {
    Directory directory;
    const auto pem = make_self_signed_certificate();
    directory.options.tls_cert = directory.file("my.crt");
    const auto key = directory.options.tls_key = directory.file("my.key");
    write_private_file(directory.options.tls_cert, pem.certificate);
    write_private_file(key, pem.key);
    TlsContext context(directory.options);
    const auto before = context.current();
    const auto reload_with = [&](mode_t mode) {
        REQUIRE(::chmod(key.c_str(), mode) == 0);
        context.reload();
    };
    const auto complaint = "private key file \"" + key + "\" has group or world access";
    for (const mode_t mode : {0644, 0604, 0660, 0620, 0610}) {
        CHECK_THROWS_WITH(reload_with(mode), Catch::StartsWith(complaint));
        CHECK_THROWS_WITH(TlsContext(directory.options), Catch::StartsWith(complaint));
    }
    CHECK(context.current() == before);
    if (::geteuid() == 0) {
        CHECK_NOTHROW(reload_with(0640));
        REQUIRE(::chown(key.c_str(), 65534, 65534) == 0);
    }
    CHECK_THROWS_WITH(reload_with(0640), Catch::StartsWith(complaint));
    CHECK_NOTHROW(reload_with(0400));
}

TEST_CASE("without a data directory the certificate lives in memory") {
    Options options;
    options.data_dir = ":memory:";
    TlsContext context(options);
    const auto before = context.current();
    context.reload();
    REQUIRE(context.current() == before);
}
