#include "sql/copy/copy_reader.hpp"

#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"
#include "sql/copy/copy_binary_reader.hpp"
#include "sql/copy/copy_csv_reader.hpp"
#include "sql/copy/copy_text_reader.hpp"

namespace redstart::sql {

void CopyReader::require_all_fields(const CopyRow& row) const {
    if (row.fields.size() >= source_.columns.size()) return;
    throw protocol::SqlError(protocol::sqlstate::kBadCopyFileFormat,
                             "missing data for column \"" + source_.columns[row.fields.size()] + "\"")
        .context(source_.place(row.line, row.text));
}

std::unique_ptr<CopyReader> make_copy_reader(const CopyOptions& options, const CopySource& source) {
    switch (options.format) {
    case CopyFormat::Csv: return std::make_unique<CopyCsvReader>(options, source);
    case CopyFormat::Binary: return std::make_unique<CopyBinaryReader>(source);
    case CopyFormat::Text: break;
    }
    return std::make_unique<CopyTextReader>(options, source);
}

} // namespace redstart::sql
