#include "sql/copy/copy_reader.hpp"

#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"

#include <fmt/core.h>

namespace redstart::sql {

void CopyReader::require_all_fields(const CopyRow& row) const {
    if (row.fields.size() >= source_.columns.size()) return;
    throw protocol::SqlError(protocol::sqlstate::kBadCopyFileFormat,
                             fmt::format("missing data for column \"{}\"", source_.columns[row.fields.size()]))
        .context(source_.place(row.line, row.text));
}

} // namespace redstart::sql
