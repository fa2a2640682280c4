// The bytes of an object in one piece and in pieces of any size must give COPY's record readers (pipes, CSV, fixed
// width, JSON) the same records and the same errors; none of them throws over what is in the bytes.
#include "sql/format/record_reader_factory.hpp"
#include "tests/fuzz/support.hpp"

#include <array>
#include <string>
#include <vector>

using namespace redstart::fuzz;
using namespace redstart::sql;

namespace {

using Outcome = std::vector<std::string>; // each field of each record, and the errors

void drain(RecordReader& reader, Outcome& outcome) {
    Record record;
    while (reader.next(record)) {
        require(record.position <= record.text.size());
        require(record.text.size() <= kMaxRecord);
        outcome.push_back("line " + std::to_string(record.line) + " of " + std::to_string(reader.lines()));
        if (record.error != LoadError::None) {
            require(!record.reason.empty());
            outcome.push_back(std::to_string(static_cast<int>(record.error)) + record.reason);
            continue;
        }
        for (const auto& field : record.fields) outcome.push_back(field ? "=" + std::string(*field) : "NULL");
    }
}

Outcome run(const LoadOptions& options, std::string_view data, std::string_view sizes) {
    const auto reader = make_record_reader(options, {"a", "b"});
    Outcome outcome;
    in_pieces(data, sizes, [&](std::string_view piece) {
        reader->feed(piece);
        drain(*reader, outcome);
        return true;
    });
    reader->end();
    drain(*reader, outcome);
    outcome.push_back(std::to_string(reader->lines()));
    return outcome;
}

LoadOptions options_of(unsigned char choice, unsigned char other) {
    constexpr std::array kFormats{DataFormat::Delimited, DataFormat::Csv, DataFormat::FixedWidth, DataFormat::Json};
    LoadOptions options;
    options.format = kFormats[choice & 3U];
    if (options.format == DataFormat::Csv) options.delimiter = ',';
    options.escape = (choice & 4U) != 0 && options.format == DataFormat::Delimited;
    options.remove_quotes = (choice & 8U) != 0 && options.format == DataFormat::Delimited;
    options.ignore_blank_lines = (choice & 0x10U) != 0;
    options.header_lines = (choice & 0x20U) != 0 ? 1 : 0;
    options.fill_record = (choice & 0x40U) != 0;
    if ((choice & 0x80U) != 0) options.replacement = '?';
    options.widths = {1U + (other & 7U), 1U + (unsigned{other} >> 5)};
    options.json = (other & 8U) != 0 ? "auto ignorecase" : "auto";
    return options;
}

} // namespace

// Two bytes of options, eight sizes of pieces, then the data.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    auto data = view(bytes, size);
    const auto choice = take_byte(data);
    const auto options = options_of(choice, take_byte(data));
    const auto sizes = take(data, 8);
    require(run(options, data, {}) == run(options, data, sizes));
    return 0;
}
