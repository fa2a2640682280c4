// The superuser's random password and the files that only the owner may read.
#include "server/config/log.hpp"
#include "server/data_directory.hpp"
#include "server/login/login_secret.hpp"
#include "server/login/random_password.hpp"
#include "server/net/files.hpp"

#include <algorithm>
#include <filesystem>
#include <set>
#include <stdexcept>

#include <catch2/catch.hpp>
#include <sys/stat.h>

using namespace redstart::server;

namespace {

struct TemporaryDirectory {
    TemporaryDirectory() {
        char name[] = "/tmp/redstart_unit_XXXXXX";
        REQUIRE(::mkdtemp(name) != nullptr);
        path = name;
    }
    ~TemporaryDirectory() { std::filesystem::remove_all(path); }
    std::string path;
};

unsigned mode_of(const std::string& path) {
    struct stat status {};
    REQUIRE(::stat(path.c_str(), &status) == 0);
    return status.st_mode & 0777U;
}

} // namespace

TEST_CASE("random passwords satisfy Redshift's rule and differ") {
    std::set<std::string> seen;
    for (int i = 0; i < 200; ++i) {
        const auto password = random_password();
        REQUIRE(password.size() == 24);
        REQUIRE(std::any_of(password.begin(), password.end(), [](char c) { return c >= 'A' && c <= 'Z'; }));
        REQUIRE(std::any_of(password.begin(), password.end(), [](char c) { return c >= 'a' && c <= 'z'; }));
        REQUIRE(std::any_of(password.begin(), password.end(), [](char c) { return c >= '0' && c <= '9'; }));
        seen.insert(password);
    }
    REQUIRE(seen.size() == 200);
}

TEST_CASE("private files") {
    const TemporaryDirectory directory;
    const auto path = directory.path + "/secret";
    write_private_file(path, "one\n");
    write_private_file(path, "two\n");
    REQUIRE(read_file(path) == "two\n");
    REQUIRE(mode_of(path) == 0600);
    REQUIRE_FALSE(std::filesystem::exists(path + ".new"));
    REQUIRE_THROWS_AS(read_file(directory.path + "/missing"), std::runtime_error);
    REQUIRE_THROWS_AS(write_private_file(directory.path + "/missing/x", ""), std::runtime_error);
}

TEST_CASE("a data directory is made for its owner alone and locked against a second server") {
    const TemporaryDirectory parent;
    const auto path = parent.path + "/a/data";
    {
        const DataDirectory first(path);
        REQUIRE(mode_of(path) == 0700);
        try {
            const DataDirectory second(path);
            FAIL("two servers on one directory");
        } catch (const std::runtime_error& error) {
            REQUIRE(std::string(error.what()).find("in use by another redstart server (process ") != std::string::npos);
        }
    }
    REQUIRE_NOTHROW(DataDirectory(path));
    REQUIRE_NOTHROW(DataDirectory(":memory:"));
}

TEST_CASE("what others may do with a data directory is taken from them") {
    log::configure(LogLevel::Off);
    const TemporaryDirectory parent;
    const auto path = parent.path + "/data";
    const auto directory_becomes = [&](mode_t before) {
        REQUIRE(::chmod(path.c_str(), before) == 0);
        { const DataDirectory opened(path); }
        return mode_of(path);
    };
    std::filesystem::create_directory(path);
    CHECK(directory_becomes(0755) == 0750);
    CHECK(directory_becomes(0777) == 0750);
    CHECK(directory_becomes(0770) == 0750);
    CHECK(directory_becomes(0750) == 0750);
    CHECK(directory_becomes(0700) == 0700);
    for (const auto* name : {"dev.duckdb", "redstart_system.duckdb.wal", "notes.txt"}) {
        write_private_file(path + "/" + name, "");
        REQUIRE(::chmod((path + "/" + name).c_str(), 0644) == 0);
    }
    CHECK(directory_becomes(0755) == 0750);
    CHECK(mode_of(path + "/dev.duckdb") == 0600);
    CHECK(mode_of(path + "/redstart_system.duckdb.wal") == 0600);
    CHECK(mode_of(path + "/notes.txt") == 0644);
    REQUIRE(std::filesystem::remove(path + "/redstart.lock")); // other files alone: somebody else's directory
    CHECK(directory_becomes(0755) == 0755);
}

TEST_CASE("the secret for strangers outlives the server") {
    const TemporaryDirectory directory;
    Options options;
    options.data_dir = directory.path;
    const auto secret = login_secret(options);
    CHECK(secret.size() == 64);
    CHECK(login_secret(options) == secret);
    CHECK(mode_of(directory.path + "/login.secret") == 0600);
    write_private_file(directory.path + "/login.secret", "cut");
    CHECK(login_secret(options).size() == 64);
    write_private_file(directory.path + "/login.secret", std::string(64, 'z') + "\n");
    CHECK(login_secret(options) != std::string(64, 'z'));
    options.data_dir = ":memory:";
    CHECK(login_secret(options) != login_secret(options));
}
