// The reader of each format of COPY from objects. A new format is a class of its own and a line here.
#pragma once

#include "sql/format/record_reader.hpp"

#include <memory>

namespace redstart::sql {

// `columns`: the names of the table's columns that are filled, in order.
std::unique_ptr<RecordReader> make_record_reader(const LoadOptions& options, const std::vector<std::string>& columns);

} // namespace redstart::sql
