#include "sql/format/record_reader_factory.hpp"

#include "sql/format/delimited_reader.hpp"
#include "sql/format/fixed_width_reader.hpp"
#include "sql/format/json_reader.hpp"

namespace redstart::sql {

std::unique_ptr<RecordReader> make_record_reader(const LoadOptions& options, const std::vector<std::string>& columns) {
    switch (options.format) {
    case DataFormat::Csv: return std::make_unique<CsvReader>(options);
    case DataFormat::FixedWidth: return std::make_unique<FixedWidthReader>(options);
    case DataFormat::Json: return std::make_unique<JsonReader>(options, columns);
    case DataFormat::Delimited:
    case DataFormat::Parquet: break; // no records of text
    }
    return std::make_unique<DelimitedReader>(options);
}

} // namespace redstart::sql
