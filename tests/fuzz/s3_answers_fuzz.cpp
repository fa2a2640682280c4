// What a store answers: listings, errors and upload ids as XML, and the requests that are signed for keys of any bytes.
#include "sql/storage/s3_answers.hpp"
#include "sql/storage/s3_signature.hpp"
#include "tests/fuzz/support.hpp"

using namespace redstart::fuzz;
using namespace redstart::sql;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    auto data = view(bytes, size);
    const auto key = std::string(take(data, take_byte(data)));
    if (const auto listing = read_listing(data))
        for (const auto& object : listing->objects) require(object.key.size() <= data.size());
    require(read_error(data).code.size() <= data.size());
    require(read_upload_id(data).size() <= data.size());
    const auto encoded = uri_encode(key, true);
    for (const char c : encoded) require(c > ' ' && c < '\x7F');
    const auto headers =
        signed_headers({"GET", "host", "/" + encoded, {{"prefix", key}}, data}, {"id", "secret", ""}, "us-east-1", 0);
    for (const auto& header : headers) require(header.find_first_of("\r\n") == std::string::npos);
    return 0;
}
