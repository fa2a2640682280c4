#include "sql/copy/copy_reader_factory.hpp"

#include "sql/copy/copy_binary_reader.hpp"
#include "sql/copy/copy_csv_reader.hpp"
#include "sql/copy/copy_text_reader.hpp"

namespace redstart::sql {

std::unique_ptr<CopyReader> make_copy_reader(const CopyOptions& options, const CopySource& source) {
    switch (options.format) {
    case CopyFormat::Csv: return std::make_unique<CopyCsvReader>(options, source);
    case CopyFormat::Binary: return std::make_unique<CopyBinaryReader>(source);
    case CopyFormat::Text: break;
    }
    return std::make_unique<CopyTextReader>(options, source);
}

} // namespace redstart::sql
