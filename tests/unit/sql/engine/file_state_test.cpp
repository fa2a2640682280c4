// Headers of database files: which file it is, and how often it was written.
#include "sql/engine/file_state.hpp"

#include <array>
#include <cstring>
#include <vector>

#include <catch2/catch.hpp>
#include <duckdb.hpp>
#include <duckdb/common/checksum.hpp>

using redstart::sql::file_state;
using redstart::sql::FileState;
using redstart::sql::kHeaderSize;
using redstart::sql::kHeadersSize;
using redstart::sql::stamp_header;

namespace {

using Header = std::array<std::byte, kHeaderSize>;

void seal(Header& header) {
    const auto checksum =
        duckdb::Checksum(reinterpret_cast<std::uint8_t*>(header.data()) + 8, static_cast<std::size_t>(kHeaderSize - 8));
    std::memcpy(header.data(), &checksum, sizeof checksum);
}

Header main_header() {
    Header header{};
    std::memcpy(header.data() + 8, "DUCK", 4);
    seal(header);
    return header;
}

Header database_header(std::uint64_t writes) {
    Header header{};
    std::memcpy(header.data() + 8, &writes, sizeof writes);
    seal(header);
    return header;
}

std::vector<std::byte> file(const Header& first, const Header& second, const Header& third) {
    std::vector<std::byte> bytes;
    for (const auto* header : {&first, &second, &third}) bytes.insert(bytes.end(), header->begin(), header->end());
    return bytes;
}

} // namespace

TEST_CASE("the header that was written last tells how often the file was") {
    CHECK(file_state(file(main_header(), database_header(4), database_header(5))) == FileState{0, 5});
    CHECK(file_state(file(main_header(), database_header(6), database_header(5))) == FileState{0, 6});
    auto damaged = database_header(6);
    damaged[100] = std::byte{1};
    CHECK(file_state(file(main_header(), damaged, database_header(5))) == FileState{0, 5});
    CHECK_FALSE(file_state(file(main_header(), damaged, damaged)).has_value());
    CHECK_FALSE(file_state(file(damaged, database_header(4), database_header(5))).has_value());
    CHECK_FALSE(file_state(std::vector<std::byte>(kHeadersSize - 1)).has_value());
}

TEST_CASE("a file gets an identity with its first header, and keeps it") {
    auto first = main_header();
    stamp_header(first, Header{});
    const auto state = file_state(file(first, database_header(0), database_header(1)));
    REQUIRE(state.has_value());
    CHECK(state->identity != 0);
    auto other = main_header();
    stamp_header(other, Header{});
    CHECK(other != first);
    auto again = main_header(); // the engine writes it without one
    stamp_header(again, first);
    CHECK(again == first);
    auto kept = first;
    stamp_header(kept, other);
    CHECK(kept == first);
    auto data = database_header(3);
    const auto before = data;
    stamp_header(data, first);
    CHECK(data == before);
}
