// The same bytes in one piece and in pieces of any size must give a COPY's reader the same rows and the same error, in
// every format.
#include "protocol/error.hpp"
#include "sql/copy_reader.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

using namespace redstart;
using namespace redstart::sql;

namespace {

// Each field of each row, and the error that ended the data.
using Outcome = std::vector<std::string>;

void drain(CopyReader& reader, Outcome& outcome) {
    CopyRow row;
    while (reader.next(row)) {
        outcome.push_back("line " + std::to_string(row.line));
        for (const auto& field : row.fields) outcome.push_back(field ? "=" + std::string(*field) : "NULL");
        reader.require_all_fields(row);
    }
}

Outcome run(const CopyOptions& options, std::string_view data, std::string_view sizes) {
    const CopySource source{"t", {"a", "b"}};
    const auto reader = make_copy_reader(options, source);
    Outcome outcome;
    try {
        for (std::size_t i = 0; !data.empty(); ++i) {
            const auto wanted = sizes.empty() ? data.size() : 1U + static_cast<unsigned char>(sizes[i % sizes.size()]);
            const auto count = std::min<std::size_t>(wanted, data.size());
            reader->feed(data.substr(0, count));
            data.remove_prefix(count);
            drain(*reader, outcome);
        }
        reader->end();
        drain(*reader, outcome);
    } catch (const protocol::SqlError& error) {
        outcome.push_back(error.sqlstate() + error.message() + error.context());
    }
    return outcome;
}

CopyOptions options_of(unsigned char choice) {
    constexpr std::array kFormats{CopyFormat::Text, CopyFormat::Csv, CopyFormat::Binary};
    CopyOptions options;
    options.format = kFormats[choice % kFormats.size()];
    options.header = options.format != CopyFormat::Binary && (choice & 0x10U) != 0;
    if (options.format != CopyFormat::Csv) return options;
    options.delimiter = ',';
    options.null_text.clear();
    if ((choice & 0x20U) != 0) options.escape = '\\';
    return options;
}

} // namespace

// First the options, then eight sizes of pieces, then the data.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    constexpr std::size_t kSizes = 8;
    if (size < 1 + kSizes) return 0;
    const std::string_view input(reinterpret_cast<const char*>(bytes), size);
    const auto options = options_of(bytes[0]);
    const auto data = input.substr(1 + kSizes);
    if (run(options, data, {}) != run(options, data, input.substr(1, kSizes))) std::abort();
    return 0;
}
