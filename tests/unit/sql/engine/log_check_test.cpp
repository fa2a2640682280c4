// A write-ahead log as the engine writes it, and every way to damage one byte of it.
#include "sql/engine/log_check.hpp"
#include "tests/support/temporary_directory.hpp"

#include <cstring>
#include <fstream>
#include <sstream>

#include <catch2/catch.hpp>
#include <duckdb.hpp>

using namespace redstart::sql;
using redstart::test::TemporaryDirectory;

namespace {

// What three commits leave, as after kill -9: the copy is made while the database is open.
std::string log_of_three_commits(const TemporaryDirectory& directory) {
    const auto file = directory.file("a.duckdb");
    duckdb::DuckDB database(nullptr);
    duckdb::Connection connection(database);
    for (const std::string& sql :
         {"ATTACH '" + file + "' AS a", std::string("CREATE TABLE a.t (i INTEGER)"),
          std::string("INSERT INTO a.t VALUES (1)"), std::string("INSERT INTO a.t VALUES (2)")})
        REQUIRE_FALSE(connection.Query(sql)->HasError());
    std::ostringstream bytes;
    bytes << std::ifstream(file + ".wal", std::ios::binary).rdbuf();
    return bytes.str();
}

std::string flipped(std::string log, std::size_t byte) {
    log[byte] = static_cast<char>(log[byte] ^ 4);
    return log;
}

} // namespace

TEST_CASE("a log that the engine wrote is whole") {
    const TemporaryDirectory directory;
    const auto log = log_of_three_commits(directory);
    REQUIRE(log.starts_with(log_header()));
    CHECK(check_log(log, log.size()) == LogCheck{log.size(), ""});
    CHECK(check_log(log, std::nullopt) == LogCheck{log.size(), ""});
    CHECK(readable_log(log) == log);
    CHECK(check_log("", std::nullopt) == LogCheck{0, ""});
    CHECK(check_log_file(directory.file("none.wal"), std::nullopt) == LogCheck{0, ""});
    CHECK(check_log_file(directory.file("none.wal"), 0) == LogCheck{0, ""});
    CHECK_FALSE(check_log_file(directory.file("none.wal"), 8).damage.empty());
}

TEST_CASE("of what was acknowledged no byte changes and none is cut without notice") {
    const TemporaryDirectory directory;
    const auto log = log_of_three_commits(directory);
    for (std::size_t byte = 0; byte < log.size(); ++byte) {
        INFO("byte " << byte << " of " << log.size());
        CHECK_FALSE(check_log(flipped(log, byte), log.size()).damage.empty());
        CHECK_FALSE(check_log(std::string_view(log).substr(0, byte), log.size()).damage.empty());
        auto shorter = log;
        CHECK_FALSE(check_log(shorter.erase(byte, 1), log.size()).damage.empty());
        // What is readable of it stays readable, and is never more than there was.
        const auto readable = readable_log(flipped(log, byte));
        CHECK(check_log(readable, readable.size()) == LogCheck{readable.size(), ""});
        CHECK((readable.size() < log.size() || byte < log_header().size()));
        if (byte < log_header().size()) CHECK(readable == log);
    }
}

TEST_CASE("what a crash has cut is no damage, and is cut off") {
    const TemporaryDirectory directory;
    const auto log = log_of_three_commits(directory);
    const auto more = log + log.substr(log_header().size());
    for (std::size_t size = log.size(); size < more.size(); ++size) {
        const auto check = check_log(std::string_view(more).substr(0, size), log.size());
        INFO("cut at " << size);
        CHECK(check.damage.empty());
        CHECK(check.whole >= log.size());
        CHECK(check.whole <= size);
    }
    // Never acknowledged, and not whole: a disk that has written the blocks of a file in another order.
    auto torn = log + std::string(40, '\0');
    CHECK(check_log(torn, log.size()) == LogCheck{log.size(), ""});
    for (std::size_t size = 0; size < log_header().size(); ++size)
        CHECK(check_log(log_header().substr(0, size), 0) == LogCheck{0, ""});
}

TEST_CASE("where nothing is known of what was acknowledged, damage is told by what is behind it") {
    const TemporaryDirectory directory;
    const auto log = log_of_three_commits(directory);
    std::uint64_t last = log_header().size(); // where the last frame begins
    for (auto end = last; end < log.size();) {
        last = end;
        std::uint64_t size = 0;
        std::memcpy(&size, log.data() + end, sizeof size);
        end += 16 + size;
    }
    for (std::size_t byte = 0; byte < last; ++byte) {
        INFO("byte " << byte << " of " << log.size());
        CHECK_FALSE(check_log(flipped(log, byte), std::nullopt).damage.empty());
    }
    for (std::size_t size = log_header().size(); size < log.size(); ++size)
        CHECK(check_log(std::string_view(log).substr(0, size), std::nullopt).damage.empty());
}
