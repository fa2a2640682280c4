// The same bytes in one piece and in pieces of any size must give a COPY's reader the same rows and the same error, in
// every format and with any options that COPY takes.
#include "protocol/client_text.hpp"
#include "protocol/error.hpp"
#include "sql/copy/copy_reader.hpp"
#include "sql/copy/copy_reader_factory.hpp"
#include "sql/parse/copy_options.hpp"
#include "tests/fuzz/support.hpp"

#include <array>
#include <string>
#include <vector>

using namespace redstart::fuzz;
using namespace redstart::sql;

namespace {

// Each field of each row, and the error that ended the data.
using Outcome = std::vector<std::string>;

void drain(CopyReader& reader, const CopyOptions& options, Outcome& outcome) {
    CopyRow row;
    while (reader.next(row)) {
        require(row.fields.size() <= 2);
        outcome.push_back("line " + std::to_string(row.line));
        for (const auto& field : row.fields) {
            require(options.format == CopyFormat::Binary || !field ||
                    redstart::protocol::find_invalid_utf8(*field) == field->npos);
            outcome.push_back(field ? "=" + std::string(*field) : "NULL");
        }
        reader.require_all_fields(row);
    }
}

Outcome run(const CopyOptions& options, std::string_view data, std::string_view sizes) {
    const CopySource source{"t", {"a", "b"}};
    const auto reader = make_copy_reader(options, source);
    Outcome outcome;
    try {
        in_pieces(data, sizes, [&](std::string_view piece) {
            reader->feed(piece);
            drain(*reader, options, outcome);
            return true;
        });
        reader->end();
        drain(*reader, options, outcome);
    } catch (const redstart::protocol::SqlError& error) {
        // As in PostgreSQL, the header of the binary format has no line.
        const bool placed = error.context().starts_with("COPY t, line ");
        require(placed || (options.format == CopyFormat::Binary && error.context().empty()));
        outcome.push_back(error.sqlstate() + error.message() + error.context());
    }
    return outcome;
}

CopyOptions options_of(unsigned char choice, unsigned char other) {
    constexpr std::array kFormats{CopyFormat::Text, CopyFormat::Csv, CopyFormat::Binary};
    constexpr std::array<std::string_view, 4> kNulls{"", "\\N", "NULL", "\\\\"};
    CopyOptions options;
    options.format = kFormats[choice % kFormats.size()];
    options.header = options.format != CopyFormat::Binary && (choice & 0x10U) != 0;
    options.null_text = kNulls[(other >> 6) & 3U];
    if (options.format == CopyFormat::Csv) {
        options.delimiter = ',';
        if ((choice & 0x20U) != 0) options.escape = '\\';
        if ((choice & 0x40U) != 0) options.quote = '\'';
    }
    if ((choice & 0x80U) != 0) options.delimiter = static_cast<char>(other & 0x7FU);
    return options;
}

bool taken(const CopyOptions& options) {
    if (options.delimiter == '\0' || options.delimiter == options.quote) return false; // the parser's own refusals
    try {
        check_copy_options(options);
    } catch (const redstart::protocol::SqlError&) { return false; }
    return true;
}

} // namespace

// Two bytes of options, eight sizes of pieces, then the data.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    auto data = view(bytes, size);
    const auto choice = take_byte(data);
    const auto options = options_of(choice, take_byte(data));
    const auto sizes = take(data, 8);
    if (taken(options)) require(run(options, data, {}) == run(options, data, sizes));
    return 0;
}
