// The reader of each format of COPY FROM. A new format is a class of its own and a line here.
#pragma once

#include "sql/copy/copy_reader.hpp"
#include "sql/parse/control_statements.hpp"

#include <memory>

namespace redstart::sql {

// The reader of the options' format; check_copy_options() has passed.
std::unique_ptr<CopyReader> make_copy_reader(const CopyOptions& options, const CopySource& source);

} // namespace redstart::sql
