// JSONPaths files and manifests: whatever is in them, they are read or refused with a reason; paths that were read are
// followed through any JSON records.
#include "sql/format/json_values.hpp"
#include "sql/format/record_reader_factory.hpp"
#include "tests/fuzz/support.hpp"

using namespace redstart::fuzz;
using namespace redstart::sql;

namespace {

void read_with(const JsonPaths& paths, std::string_view data) {
    LoadOptions options;
    options.format = DataFormat::Json;
    options.json = "s3://b/paths";
    options.json_paths = paths;
    const auto reader = make_record_reader(options, {});
    reader->feed(data);
    reader->end();
    Record record;
    while (reader->next(record)) require(record.error != LoadError::None || record.fields.size() == paths.count);
}

} // namespace

// One byte: how many of the next bytes are the file; the rest are records.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    auto data = view(bytes, size);
    const auto file = take(data, take_byte(data));
    std::string problem;
    const auto paths = read_json_paths(file, problem);
    if (paths) read_with(*paths, data);
    if (const auto entries = read_manifest(data))
        for (const auto& entry : *entries) require(entry.url.size() <= data.size() * 3);
    return 0;
}
