// The record of how long the logs are.
#include "sql/engine/log_record.hpp"
#include "tests/support/temporary_directory.hpp"

#include <filesystem>
#include <fstream>

#include <catch2/catch.hpp>

using redstart::sql::FileState;
using redstart::sql::LogRecord;
using redstart::test::TemporaryDirectory;

TEST_CASE("lengths are there at the next start, the last of each") {
    const TemporaryDirectory directory;
    const auto path = directory.file("redstart.logs");
    const std::string longest(217, 'x');
    {
        LogRecord record(path);
        CHECK_FALSE(record.length("a.wal").has_value());
        record.set("a.wal", 10);
        record.set("b.wal", 20);
        record.set("a.wal", 1ULL << 40);
        record.set(longest, 7);
        record.lower("b.wal", 30); // longer: no effect
        CHECK(record.length("b.wal") == 20);
    }
    {
        LogRecord record(path);
        CHECK(record.length("a.wal") == 1ULL << 40);
        CHECK(record.length("b.wal") == 20);
        CHECK(record.length(longest) == 7);
        record.forget("b.wal");
        record.lower("a.wal", 5);
        record.set("c.wal", 3); // in the place of b.wal
    }
    const LogRecord record(path);
    CHECK(record.length("a.wal") == 5);
    CHECK_FALSE(record.length("b.wal").has_value());
    CHECK(record.length("c.wal") == 3);
    CHECK(std::filesystem::file_size(path) == 4 * 256);
}

TEST_CASE("what a log said is known with its length") {
    const TemporaryDirectory directory;
    const auto path = directory.file("redstart.logs");
    const std::string longest(217, 'x'), long_name(200, 'y');
    {
        LogRecord record(path);
        record.set("a.wal", 10, 0xfedcba9876543210U);
        record.set("b.wal", 20, 1);
        record.set("b.wal", 20, 2);
        record.set("c.wal", 30, 3);
        record.set(long_name, 40, 4);
        record.set(longest, 7, 5); // has no room for it
        record.lower("c.wal", 29);
        CHECK_FALSE(record.digest("c.wal").has_value());
    }
    const LogRecord record(path);
    CHECK(record.digest("a.wal") == 0xfedcba9876543210U);
    CHECK(record.digest("b.wal") == 2U);
    CHECK(record.length("c.wal") == 29);
    CHECK_FALSE(record.digest("c.wal").has_value());
    CHECK(record.length(long_name) == 40);
    CHECK(record.digest(long_name) == 4U);
    CHECK(record.length(longest) == 7);
    CHECK_FALSE(record.digest(longest).has_value());
    CHECK_FALSE(record.digest("d.wal").has_value());
}

TEST_CASE("a damaged line says nothing, and the others say what they said") {
    const TemporaryDirectory directory;
    const auto path = directory.file("redstart.logs");
    {
        LogRecord record(path);
        record.set("a.wal", 10);
        record.set("b.wal", 20);
    }
    for (const std::streamoff in_line : {0, 17, 30, 38, 100, 254}) {
        const auto byte = 256 + in_line; // the first line is the record's own
        INFO("byte " << byte);
        std::filesystem::copy_file(path, path + ".damaged", std::filesystem::copy_options::overwrite_existing);
        {
            std::fstream file(path + ".damaged", std::ios::in | std::ios::out | std::ios::binary);
            file.seekp(byte);
            file.put('~');
        }
        LogRecord record(path + ".damaged");
        CHECK_FALSE(record.length("a.wal").has_value());
        CHECK(record.length("b.wal") == 20);
        record.set("c.wal", 1);
        CHECK(record.length("b.wal") == 20);
    }
}

TEST_CASE("files are known by their identity and how often they were written") {
    const TemporaryDirectory directory;
    const auto path = directory.file("redstart.logs");
    CHECK(LogRecord::damage_of(path) == "is missing");
    {
        LogRecord record(path);
        CHECK_FALSE(record.state("a.duckdb").has_value());
        record.set_state("a.duckdb", {7, 1});
        record.set_state("a.duckdb", {7, 2});
        record.set_state("old.duckdb", {0, 3});
        record.set_state("gone.duckdb", {8, 3});
        record.forget_state("gone.duckdb");
    }
    CHECK(LogRecord::damage_of(path).empty());
    {
        const LogRecord record(path);
        CHECK(record.state("a.duckdb") == FileState{7, 2});
        CHECK(record.state("old.duckdb") == FileState{0, 3});
        CHECK_FALSE(record.state("gone.duckdb").has_value());
    }
    std::filesystem::resize_file(path, 100);
    CHECK(LogRecord::damage_of(path) == "has no line that can be read");
    std::filesystem::resize_file(path, 0);
    CHECK(LogRecord::damage_of(path) == "is empty");
}
