// Bytes that COPY is to decompress (GZIP, BZIP2, LZOP, ZSTD): the same outcome however they are cut, and no more of it
// at a time than was asked for.
#include "protocol/error.hpp"
#include "sql/format/compression.hpp"
#include "tests/fuzz/support.hpp"

#include <array>
#include <string>

using namespace redstart::fuzz;
using namespace redstart::sql;

namespace {

constexpr std::size_t kMost = std::size_t{1} << 20; // of what comes out; the rest of a bomb is not waited for

// What came out, and whether it ended with an error.
std::pair<std::string, bool> run(Compression compression, std::string_view data, std::string_view sizes) {
    std::string all;
    std::string out;
    try {
        const auto reader = make_decompressor(compression);
        in_pieces(data, sizes, [&](std::string_view piece) {
            reader->feed(piece);
            while (all.size() < kMost && reader->take(out, 4096)) {
                require(out.size() <= 4096);
                all += out;
            }
            return all.size() < kMost;
        });
        if (all.size() < kMost) reader->end();
    } catch (const redstart::protocol::SqlError& error) {
        require(error.sqlstate() == "22P04");
        return {all, true};
    }
    return {all, false};
}

} // namespace

// A byte of the format, eight sizes of pieces, then the data.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    constexpr std::array kAll{Compression::Gzip, Compression::Bzip2, Compression::Lzop, Compression::Zstd};
    auto data = view(bytes, size);
    const auto compression = kAll[take_byte(data) & 3U];
    const auto sizes = take(data, 8);
    const auto whole = run(compression, data, {});
    const auto pieces = run(compression, data, sizes);
    require(whole.second == pieces.second);
    if (!whole.second) require(whole.first.substr(0, kMost) == pieces.first.substr(0, kMost));
    return 0;
}
