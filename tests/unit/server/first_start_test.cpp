// The superuser's random password and the files that only the owner may read.
#include "server/data_directory.hpp"
#include "server/files.hpp"
#include "server/random_password.hpp"

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
