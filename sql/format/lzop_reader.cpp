#include "sql/format/lzop_reader.hpp"

#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"

#include <algorithm>
#include <stdexcept>

#include <lzo/lzo1x.h>
#include <zlib.h>

namespace redstart::sql {
namespace {

constexpr std::string_view kMagic("\x89LZO\0\r\n\x1A\n", 9);
constexpr std::uint32_t kFirstWithLevel = 0x0940; // versions before have neither level nor a long time
constexpr std::uint32_t kLargestBlock = std::uint32_t{64} << 20;
constexpr std::size_t kLongestHeader = 128 * 1024;

// Flags of the header.
constexpr std::uint32_t kAdlerOfPlain = 0x1, kAdlerOfPacked = 0x2, kExtra = 0x40, kCrcOfPlain = 0x100,
                        kCrcOfPacked = 0x200, kFilter = 0x800;

[[noreturn]] void corrupt() { throw protocol::SqlError(protocol::sqlstate::kBadCopyFileFormat, "corrupt LZOP data"); }

std::uint32_t checksum(bool crc, std::string_view bytes) {
    const auto* begin = reinterpret_cast<const Bytef*>(bytes.data());
    const auto size = static_cast<uInt>(bytes.size());
    return static_cast<std::uint32_t>(crc ? crc32(0, begin, size) : adler32(1, begin, size));
}

} // namespace

std::uint32_t LzopReader::number(std::size_t offset, std::size_t bytes) const {
    std::uint32_t value = 0;
    for (std::size_t index = 0; index < bytes; ++index)
        value = value << 8 | static_cast<unsigned char>(waiting_[at_ + offset + index]);
    return value;
}

void LzopReader::pass(std::size_t bytes) {
    at_ += bytes;
    if (at_ < waiting_.size() && at_ < (std::size_t{1} << 20)) return;
    waiting_.erase(0, at_);
    at_ = 0;
}

bool LzopReader::take(std::string& out, std::size_t most) {
    while (true) {
        if (hand_out(out, most)) return true;
        const bool whole = next_ == Next::Header ? header() : next_ == Next::Block ? block() : data();
        if (!whole) return false;
    }
}

bool LzopReader::hand_out(std::string& out, std::size_t most) {
    if (given_ == block_.size()) return false;
    const auto count = std::min(most, block_.size() - given_);
    out.assign(block_, given_, count);
    given_ += count;
    return true;
}

// Magic, version, version of the library, version needed, method, level, flags, filter, mode, time, name, checksum.
bool LzopReader::header() {
    if (left().empty()) return false;
    if (left().substr(0, kMagic.size()) != kMagic.substr(0, left().size())) corrupt();
    constexpr std::size_t kFixed = 9 + 2 + 2;
    if (left().size() < kFixed) return false;
    const bool is_new = number(kMagic.size(), 2) >= kFirstWithLevel;
    const std::size_t method = kFixed + (is_new ? 2 : 0);
    const std::size_t flags = method + 1 + (is_new ? 1 : 0);
    if (left().size() < flags + 4) return false;
    flags_ = number(flags, 4);
    const auto name = flags + 4 + ((flags_ & kFilter) != 0 ? 4 : 0) + 4 + (is_new ? 8 : 4);
    if (left().size() < name + 1) return false;
    auto size = name + 1 + number(name, 1) + 4;
    if ((flags_ & kExtra) != 0) {
        if (left().size() < size + 4) return false;
        const auto extra = number(size, 4);
        if (extra > kLongestHeader) corrupt();
        size += 4 + extra + 4;
    }
    if (left().size() < size) return false;
    if (const auto kind = number(method, 1); kind < 1 || kind > 3) corrupt(); // LZO1X-1, LZO1X-1(15), LZO1X-999
    pass(size);
    in_file_ = true;
    next_ = Next::Block;
    return true;
}

// Sizes and checksums of a block; a size of 0 ends the file, and another one may follow.
bool LzopReader::block() {
    if (left().size() < 4) return false;
    plain_size_ = number(0, 4);
    if (plain_size_ == 0) {
        pass(4);
        in_file_ = false;
        next_ = Next::Header;
        return true;
    }
    if (left().size() < 8) return false;
    packed_size_ = number(4, 4);
    if (plain_size_ > kLargestBlock || packed_size_ == 0 || packed_size_ > plain_size_) corrupt();
    const auto flags_set = [this](std::uint32_t one, std::uint32_t other) {
        return static_cast<std::size_t>((flags_ & one) != 0) + static_cast<std::size_t>((flags_ & other) != 0);
    };
    const auto of_plain = flags_set(kAdlerOfPlain, kCrcOfPlain);
    const auto of_packed = packed_size_ < plain_size_ ? flags_set(kAdlerOfPacked, kCrcOfPacked) : 0;
    const auto size = 8 + 4 * (of_plain + of_packed);
    if (left().size() < size) return false;
    checksum_ = of_plain > 0 ? number(8, 4) : 0;
    pass(size);
    next_ = Next::Data;
    return true;
}

bool LzopReader::data() {
    if (left().size() < packed_size_) return false;
    const auto packed = left().substr(0, packed_size_);
    if (packed_size_ == plain_size_) {
        block_.assign(packed);
    } else {
        block_.resize(plain_size_);
        auto made = static_cast<lzo_uint>(plain_size_);
        const auto result =
            lzo1x_decompress_safe(reinterpret_cast<lzo_bytep>(const_cast<char*>(packed.data())), packed_size_,
                                  reinterpret_cast<lzo_bytep>(block_.data()), &made, nullptr);
        if (result != LZO_E_OK || made != plain_size_) corrupt();
    }
    if ((flags_ & (kAdlerOfPlain | kCrcOfPlain)) != 0 && checksum((flags_ & kAdlerOfPlain) == 0, block_) != checksum_)
        corrupt();
    given_ = 0;
    pass(packed_size_);
    next_ = Next::Block;
    return true;
}

void LzopReader::end() {
    if (in_file_ || !left().empty())
        throw protocol::SqlError(protocol::sqlstate::kBadCopyFileFormat, "LZOP data end before the end of the stream");
}

} // namespace redstart::sql
