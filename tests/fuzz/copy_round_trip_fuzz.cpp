// Any rows, written as COPY TO writes them and read as COPY FROM reads them, are the same rows, in every format.
#include "protocol/client_text.hpp"
#include "protocol/wire_writer.hpp"
#include "sql/copy/copy_binary_reader.hpp"
#include "sql/copy/copy_escape.hpp"
#include "sql/copy/copy_reader.hpp"
#include "sql/copy/copy_reader_factory.hpp"
#include "tests/fuzz/support.hpp"

#include <array>
#include <optional>
#include <string>
#include <vector>

using namespace redstart::fuzz;
using namespace redstart::sql;
using redstart::protocol::WireWriter;

namespace {

using Row = std::vector<std::optional<std::string>>;

CopyOptions options_of(unsigned char choice) {
    constexpr std::array kFormats{CopyFormat::Text, CopyFormat::Csv, CopyFormat::Binary};
    constexpr std::string_view kTextDelimiters = "\t|,;";
    constexpr std::string_view kCsvDelimiters = ",;\tx";
    CopyOptions options;
    options.format = kFormats[choice % kFormats.size()];
    options.delimiter = kTextDelimiters[(choice >> 4) & 3U];
    if (options.format != CopyFormat::Csv) return options;
    options.delimiter = kCsvDelimiters[(choice >> 4) & 3U];
    options.null_text = (choice & 0x08U) != 0 ? "NULL" : "";
    if ((choice & 0x40U) != 0) options.escape = '\\';
    if ((choice & 0x80U) != 0) options.quote = '\'';
    return options;
}

// Rows of `columns` values: a byte for the length, 255 for NULL. Text formats hold nothing but valid text.
std::vector<Row> rows_of(std::string_view bytes, std::size_t columns, bool binary) {
    std::vector<Row> rows;
    while (!bytes.empty()) {
        Row& row = rows.emplace_back();
        for (std::size_t column = 0; column < columns; ++column) {
            const auto length = take_byte(bytes);
            std::optional<std::string> value;
            if (length != 255) value = std::string(take(bytes, length));
            if (value && !binary)
                if (const auto bad = redstart::protocol::find_invalid_utf8(*value); bad != std::string::npos)
                    value->resize(bad);
            row.push_back(std::move(value));
        }
    }
    return rows;
}

void write_text(WireWriter& out, const Row& row, const CopyOptions& options) {
    for (std::size_t column = 0; column < row.size(); ++column) {
        if (column > 0) out.byte(options.delimiter);
        const auto begin = out.size();
        out.bytes(row[column] ? *row[column] : options.null_text);
        if (!row[column]) continue;
        if (options.format == CopyFormat::Csv)
            quote_copy_csv(out, begin, options, row.size() == 1);
        else
            escape_copy_text(out, begin, options.delimiter);
    }
    out.byte('\n');
}

void write_binary(WireWriter& out, const Row& row) {
    out.i16(static_cast<std::uint16_t>(row.size()));
    for (const auto& value : row) value ? out.field(*value) : out.null_field();
}

std::string write(const std::vector<Row>& rows, const CopyOptions& options) {
    WireWriter out;
    const bool binary = options.format == CopyFormat::Binary;
    if (binary) {
        out.bytes(kCopySignature);
        out.i64(0);
    }
    for (const auto& row : rows) binary ? write_binary(out, row) : write_text(out, row, options);
    if (binary) out.i16(0xFFFF);
    return std::string(out.view());
}

std::vector<Row> read(std::string_view data, std::string_view sizes, const CopyOptions& options,
                      const CopySource& source) {
    std::vector<Row> rows;
    const auto reader = make_copy_reader(options, source);
    const auto drain = [&] {
        CopyRow row;
        while (reader->next(row)) {
            require(row.fields.size() == source.columns.size());
            rows.emplace_back(row.fields.begin(), row.fields.end());
        }
        return true;
    };
    in_pieces(data, sizes, [&](std::string_view piece) {
        reader->feed(piece);
        return drain();
    });
    reader->end();
    drain();
    return rows;
}

} // namespace

// The options, the number of columns, four sizes of pieces, then the rows. An SqlError is a finding, too.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    auto input = view(bytes, size);
    const auto options = options_of(take_byte(input));
    CopySource source{"t", {"a"}};
    for (auto more = take_byte(input) % 4; more > 0; --more) source.columns.emplace_back("b");
    const auto sizes = take(input, 4);
    const auto rows = rows_of(input, source.columns.size(), options.format == CopyFormat::Binary);
    require(read(write(rows, options), sizes, options, source) == rows);
    return 0;
}
