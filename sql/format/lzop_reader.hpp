// LzopReader: what lzop writes: LZO1X blocks with their sizes and checksums, decompressed by liblzo2. Owned by one
// object that is read, used on one thread. Source: lzop 1.04, lzop.h and "File format" of its source.
#pragma once

#include "sql/format/compression.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace redstart::sql {

class LzopReader final : public Decompressor {
public:
    void feed(std::string_view bytes) override { waiting_.append(bytes); }
    bool take(std::string& out, std::size_t most) override;
    void end() override;

private:
    enum class Next : unsigned char { Header, Block, Data };

    bool hand_out(std::string& out, std::size_t most);
    // Each reads one part; false when it is not there as a whole.
    bool header();
    bool block();
    bool data();
    std::string_view left() const { return std::string_view(waiting_).substr(at_); }
    std::uint32_t number(std::size_t offset, std::size_t bytes) const;
    void pass(std::size_t bytes);

    std::string waiting_; // what has come, from at_ on
    std::size_t at_ = 0;
    std::string block_; // decompressed
    std::size_t given_ = 0;
    Next next_ = Next::Header;
    bool in_file_ = false; // between a header and its end
    std::uint32_t flags_ = 0;
    std::uint32_t plain_size_ = 0;
    std::uint32_t packed_size_ = 0;
    std::uint32_t checksum_ = 0;
};

} // namespace redstart::sql
