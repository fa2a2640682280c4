// Decompressor and Compressor: GZIP, BZIP2 and ZSTD of COPY and UNLOAD, over zlib, libbz2 and libzstd; bytes cut
// anywhere in, bytes out. Owned by one object that is read or written, used on one thread.
#pragma once

#include "sql/format/transfer_options.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace redstart::sql {

class Decompressor {
public:
    virtual ~Decompressor() = default;
    // The next bytes, which must stay until all of them are taken.
    virtual void feed(std::string_view bytes) = 0;
    // Up to `most` bytes of what they stand for into `out`, which is overwritten; false when more bytes are needed.
    // Throws 22P04 `corrupt GZIP data`.
    virtual bool take(std::string& out, std::size_t most) = 0;
    // There are no more bytes. Throws 22P04 when the data end too early.
    virtual void end() = 0;
};

class Compressor {
public:
    virtual ~Compressor() = default;
    // Appends to `out` what is ready.
    virtual void write(std::string_view bytes, std::string& out) = 0;
    virtual void end(std::string& out) = 0;
};

// nullptr for Compression::None.
std::unique_ptr<Decompressor> make_decompressor(Compression compression);
std::unique_ptr<Compressor> make_compressor(Compression compression);

// .gz, .bz2, .zst, or nothing.
std::string_view compressed_extension(Compression compression);

} // namespace redstart::sql
