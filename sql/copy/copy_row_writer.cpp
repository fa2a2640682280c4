#include "sql/copy/copy_row_writer.hpp"

#include "sql/copy/copy_binary_reader.hpp"
#include "sql/copy/copy_escape.hpp"

#include <utility>

#include <duckdb.hpp>

namespace redstart::sql {

void write_copy_head(protocol::WireWriter& out) {
    out.bytes(kCopySignature);
    out.i32(0);
    out.i32(0);
}

CopyRowWriter::CopyRowWriter(duckdb::ClientContext& context, const std::vector<duckdb::LogicalType>& types,
                             const CopyOptions& options, std::vector<bool> quoted)
    : options_(options), columns_(types.size()), quoted_(std::move(quoted)),
      values_(context, types,
              {options.format == CopyFormat::Binary ? protocol::Format::Binary : protocol::Format::Text}) {}

CopyRowWriter::~CopyRowWriter() = default;

void CopyRowWriter::write(protocol::WireWriter& out, std::size_t row) {
    out.begin('d');
    if (options_.format == CopyFormat::Binary) {
        if (!std::exchange(begun_, true)) write_copy_head(out);
        values_.write_fields(out, row);
    } else {
        for (std::size_t column = 0; column < columns_; ++column) {
            if (column > 0) out.byte(options_.delimiter);
            const auto begin = out.size();
            if (!values_.write_value(out, column, row))
                out.bytes(options_.null_text);
            else if (options_.format == CopyFormat::Csv)
                quote_copy_csv(out, begin, options_, columns_ == 1,
                               options_.force_quote_all || (!quoted_.empty() && quoted_[column]));
            else
                escape_copy_text(out, begin, options_.delimiter);
        }
        out.byte('\n');
    }
    out.end();
}

} // namespace redstart::sql
