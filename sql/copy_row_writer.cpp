#include "sql/copy_row_writer.hpp"

#include "sql/copy_escape.hpp"

#include <duckdb.hpp>

namespace redstart::sql {

CopyRowWriter::CopyRowWriter(duckdb::ClientContext& context, const std::vector<duckdb::LogicalType>& types,
                             const CopyOptions& options)
    : options_(options), columns_(types.size()),
      values_(context, types,
              {options.format == CopyFormat::Binary ? protocol::Format::Binary : protocol::Format::Text}) {}

CopyRowWriter::~CopyRowWriter() = default;

void CopyRowWriter::write(protocol::WireWriter& out, std::size_t row) const {
    out.begin('d');
    if (options_.format == CopyFormat::Binary) {
        values_.write_fields(out, row);
    } else {
        for (std::size_t column = 0; column < columns_; ++column) {
            if (column > 0) out.byte(options_.delimiter);
            const auto begin = out.size();
            if (!values_.write_value(out, column, row))
                out.bytes(options_.null_text);
            else if (options_.format == CopyFormat::Csv)
                quote_copy_csv(out, begin, options_, columns_ == 1);
            else
                escape_copy_text(out, begin, options_.delimiter);
        }
        out.byte('\n');
    }
    out.end();
}

} // namespace redstart::sql
