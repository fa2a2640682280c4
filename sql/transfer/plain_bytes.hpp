// PlainBytes: bytes as they come, compressed and in any encoding of COPY's, to UTF-8 without a byte order mark. Owned
// by one object or stream that is read, used on one thread.
#pragma once

#include "sql/format/compression.hpp"
#include "sql/format/transfer_options.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace redstart::sql {

class PlainBytes {
public:
    explicit PlainBytes(const LoadOptions& options);
    ~PlainBytes();

    // More bytes, which must stay until next() has none left.
    void feed(std::string_view bytes);
    // What they stand for, a piece at a time, valid until the next call; empty when more bytes are needed. Throws 22P04
    // for corrupt data, 22021 for another encoding.
    std::string_view next();
    // There are no more bytes. Throws as next() does when they end too early.
    void end();

private:
    class Decoder;

    const std::unique_ptr<Decompressor> decompressor_; // nullptr: none
    const std::unique_ptr<Decoder> decoder_;           // nullptr: UTF-8
    std::string_view raw_;
    std::string plain_;
    std::string decoded_;
    bool first_ = true;
};

} // namespace redstart::sql
