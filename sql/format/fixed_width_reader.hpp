// FixedWidthReader: fields of a fixed number of characters. Owned by one COPY, used on one thread.
// Source: Redshift developer guide, "Data format parameters", FIXEDWIDTH.
#pragma once

#include "sql/format/line_reader.hpp"

namespace redstart::sql {

class FixedWidthReader final : public LineReader {
public:
    using LineReader::LineReader;

private:
    void split(std::string_view line, Record& record) override;
};

} // namespace redstart::sql
