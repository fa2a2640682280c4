// Digests of logs: of bytes in pieces, and of a file as far as it goes.
#include "sql/engine/log_digest.hpp"
#include "tests/support/temporary_directory.hpp"

#include <fstream>
#include <set>
#include <string>

#include <catch2/catch.hpp>

using redstart::sql::LogDigest;
using redstart::test::TemporaryDirectory;

namespace {

std::uint64_t digest_of(std::string_view bytes) {
    LogDigest digest;
    digest.add(bytes);
    return digest.value();
}

} // namespace

TEST_CASE("bytes have the same digest in any pieces") {
    std::string bytes;
    for (int i = 0; i < 100; ++i) bytes += static_cast<char>(i * 37);
    for (std::size_t piece = 1; piece <= bytes.size(); ++piece) {
        LogDigest digest;
        for (std::size_t at = 0; at < bytes.size(); at += piece) digest.add(std::string_view(bytes).substr(at, piece));
        CHECK(digest.value() == digest_of(bytes));
        CHECK(digest.length() == bytes.size());
    }
}

TEST_CASE("every length, every bit and every order has a digest of its own") {
    const std::string bytes = "0123456789abcdefghij";
    std::set<std::uint64_t> seen{digest_of("89abcdef01234567ghij"), digest_of("1023456789abcdefghij"),
                                 digest_of("0123456789abcdefghji"), digest_of(bytes + std::string(1, '\0'))};
    for (std::size_t length = 0; length <= bytes.size(); ++length) seen.insert(digest_of(bytes.substr(0, length)));
    for (std::size_t bit = 0; bit < 8 * bytes.size(); ++bit) {
        auto changed = bytes;
        changed[bit / 8] = static_cast<char>(changed[bit / 8] ^ (1 << bit % 8));
        seen.insert(digest_of(changed));
    }
    CHECK(seen.size() == 4 + bytes.size() + 1 + 8 * bytes.size());
}

TEST_CASE("a file is added as far as is asked, and from where it was left") {
    const TemporaryDirectory directory;
    const auto path = directory.file("a.wal");
    std::string bytes(1'000'003, 'x');
    for (std::size_t i = 0; i < bytes.size(); i += 7) bytes[i] = static_cast<char>(i);
    std::ofstream(path, std::ios::binary) << bytes;
    LogDigest digest;
    for (const std::uint64_t size : {0U, 5U, 600'001U, 1'000'003U}) {
        CHECK(digest.add_file(path, size));
        CHECK(digest.value() == digest_of(std::string_view(bytes).substr(0, size)));
    }
    CHECK_FALSE(digest.add_file(path, bytes.size() + 1));
    CHECK_FALSE(digest.add_file(path, 5));
    CHECK(digest.value() == digest_of(bytes));
    CHECK_FALSE(digest.add_file(directory.file("none"), bytes.size() + 1));
}
