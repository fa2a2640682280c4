#include "protocol/error.hpp"
#include "sql/format/compression.hpp"
#include "sql/format/json_values.hpp"
#include "sql/format/record_reader_factory.hpp"

#include <catch2/catch.hpp>

using namespace redstart::sql;

namespace {

std::string shown(const Record& record) {
    std::string text = std::to_string(record.line) + ":";
    if (record.error != LoadError::None)
        return text + " " + std::to_string(static_cast<int>(record.error)) + " " + record.reason;
    for (const auto& field : record.fields) text += field ? " <" + std::string(*field) + ">" : " NULL";
    return text;
}

std::vector<std::string> read(const LoadOptions& options, const std::string& data, std::size_t piece) {
    const auto reader = make_record_reader(options, {"a", "b"});
    std::vector<std::string> rows;
    Record record;
    for (std::size_t at = 0; at < data.size(); at += piece) {
        reader->feed(std::string_view(data).substr(at, piece));
        while (reader->next(record)) rows.push_back(shown(record));
    }
    reader->end();
    while (reader->next(record)) rows.push_back(shown(record));
    return rows;
}

// Pieces of any size give the same records.
void check(const LoadOptions& options, const std::string& data, const std::vector<std::string>& expected) {
    for (std::size_t piece = 1; piece <= data.size() + 1; ++piece) {
        INFO(piece);
        REQUIRE(read(options, data, piece) == expected);
    }
}

} // namespace

TEST_CASE("delimited records, cut at every byte") {
    LoadOptions options;
    check(options, "a|b\r\n\\N|\n\nx", {"1: <a> <b>", "2: NULL <>", "3: <>", "4: <x>"});
    options.ignore_blank_lines = true;
    options.header_lines = 1;
    check(options, "a|b\n\n\r\nx|y", {"4: <x> <y>"});
    options = {};
    options.escape = true;
    check(options, "a\\|b|c\\\\\n\\N|d\\\ne\n\\\\N|\\", {"1: <a|b> <c\\>", "2: NULL <d\ne>", "3: NULL <\\>"});
    check(options, "a\rb\nc\n", {"1: 1216 Missing newline: Unexpected character 0x62 found at location 2", "2: <c>"});
    options.remove_quotes = true;
    check(options, "'a|\\'b'|\"c\"\n'x\ny\n", {"1: <a|'b> <c>", "2: 1203 Delimited value missing end quote", "3: <y>"});
}

TEST_CASE("CSV records, cut at every byte") {
    LoadOptions options;
    options.format = DataFormat::Csv;
    options.delimiter = ',';
    check(options, "a,\"b\n\"\"c\"\"\"\r\n \"x\" ,\\N\n\"\\N\",\n",
          {"1: <a> <b\n\"c\">", "2: <x> NULL", "3: <\\N> <>"});
    check(options, "a\"b,c\nd,\"e\"f\ng\n",
          {"1: 1216 Invalid quote formatting for CSV", "2: 1216 Invalid quote formatting for CSV", "3: <g>"});
    check(options, "a\n\"b\nc\n", {"1: <a>", "2: 1203 Delimited value missing end quote"});
}

TEST_CASE("records of fixed width") {
    LoadOptions options;
    options.format = DataFormat::FixedWidth;
    options.widths = {2, 3};
    check(options, "1 äöü\n22x\n1 abcd\n1 abc  \n",
          {"1: <1 > <äöü>", "2: <22> <x>", "3: 1202 Extra column(s) found", "4: <1 > <abc>"});
}

TEST_CASE("JSON records, cut at every byte") {
    LoadOptions options;
    options.format = DataFormat::Json;
    options.json = "auto";
    check(options, "{\"a\":\"}\\\"\",\n\"b\":[1,{\"x\":\"\\n\"}]} {\"b\":1.50,\"A\":2}",
          {"2: <}\"> <[1,{\"x\":\"\\n\"}]>", "2: NULL <1.50>"});
    check(options, "junk {\"a\":1}\n[1]\n{\"a\":tru}{",
          {"1: 1216 Invalid JSON: an object was expected", "1: <1> NULL",
           "2: 1216 Invalid JSON: arrays need a JSONPaths file", "3: 1216 Invalid JSON format",
           "3: 1216 Invalid JSON format"});
    options.json = "auto ignorecase";
    check(options, "{\"A\":true,\"B\":null}", {"1: <true> NULL"});
}

TEST_CASE("a record that is too long is one error, and the next one follows") {
    LoadOptions options;
    const auto data = std::string(kMaxRecord + 10, 'x') + "\na|b\n";
    CHECK(read(options, data, 1 << 20) == std::vector<std::string>{"1: 1216 Record is longer than 4 MB", "2: <a> <b>"});
}

TEST_CASE("what is compressed is decompressed, cut anywhere") {
    std::string text;
    for (int i = 0; i < 20'000; ++i) text += std::to_string(i * 7919 % 10'007) + "|";
    for (const auto compression : {Compression::Gzip, Compression::Bzip2, Compression::Zstd}) {
        std::string packed;
        const auto compressor = make_compressor(compression);
        compressor->write(std::string_view(text).substr(0, 1000), packed);
        compressor->write(std::string_view(text).substr(1000), packed);
        compressor->end(packed);
        for (const std::size_t piece : {std::size_t{1}, std::size_t{777}, packed.size()}) {
            const auto reader = make_decompressor(compression);
            std::string plain;
            std::string out;
            for (std::size_t at = 0; at < packed.size(); at += piece) {
                reader->feed(std::string_view(packed).substr(at, piece));
                while (reader->take(out, 4096)) plain += out;
            }
            reader->end();
            CHECK(plain == text);
        }
        const auto reader = make_decompressor(compression);
        std::string out;
        reader->feed(std::string_view(packed).substr(0, packed.size() / 2));
        while (reader->take(out, 4096)) {}
        CHECK_THROWS_AS(reader->end(), redstart::protocol::SqlError);
        const auto other = make_decompressor(compression);
        other->feed("this is none of it, whatever it may be");
        CHECK_THROWS_AS(other->take(out, 4096), redstart::protocol::SqlError);
    }
}

TEST_CASE("manifests") {
    const auto entries = read_manifest(R"({"entries":[{"url":"s3://b/1","mandatory":true},{"url":"s3://b/2"}]})");
    REQUIRE(entries);
    CHECK(entries->size() == 2);
    CHECK(entries->front().mandatory);
    CHECK(!entries->back().mandatory);
    CHECK(!entries->back().size);
    const auto sized = read_manifest(R"({"entries":[{"url":"s3://b/1","meta":{"content_length":9}}]})");
    REQUIRE(sized);
    CHECK(sized->front().size == 9U);
    for (const char* bad :
         {"", "[]", "{}", R"({"entries":[{}]})", R"({"entries":[{"url":1}]})",
          R"({"entries":[{"url":"x","mandatory":1}]})", R"({"entries":[]} x)", R"({"entries":[{"url":"x","meta":1}]})",
          R"({"entries":[{"url":"x","meta":{"content_length":-1}}]})"})
        CHECK(!read_manifest(bad));
}
