#include "sql/engine/file_state.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <random>

#include <duckdb.hpp>
#include <duckdb/common/checksum.hpp>
#include <duckdb/storage/storage_info.hpp>
#include <fcntl.h>
#include <unistd.h>

namespace redstart::sql {
namespace {

using duckdb::MainHeader;

// The main header, and two that are written in turn. Each begins with its checksum.
constexpr std::size_t kBlock = kHeaderSize;
constexpr std::size_t kChecksum = 8;
// As MainHeader::Write() has them: magic bytes, version, flags, two texts of the library's version, the encryption.
constexpr std::size_t kIdentityAt = kChecksum + MainHeader::MAGIC_BYTE_SIZE + sizeof(std::uint64_t) +
                                    MainHeader::FLAG_COUNT * sizeof(std::uint64_t) + 2 * MainHeader::MAX_VERSION_SIZE +
                                    MainHeader::ENCRYPTION_METADATA_LEN;

using Block = std::array<std::byte, kBlock>;

std::uint64_t number_at(std::span<const std::byte> bytes, std::size_t at) {
    std::uint64_t number = 0;
    std::memcpy(&number, bytes.data() + at, sizeof number);
    return number;
}

std::uint64_t checksum_of(std::span<const std::byte> block) {
    Block copy; // the engine's function takes bytes that it may write to
    std::copy(block.begin(), block.end(), copy.begin());
    return duckdb::Checksum(reinterpret_cast<std::uint8_t*>(copy.data()) + kChecksum, kBlock - kChecksum);
}

bool is_whole(std::span<const std::byte> block) {
    return block.size() == kBlock && number_at(block, 0) == checksum_of(block);
}

bool is_main_header(std::span<const std::byte> block) {
    return is_whole(block) && std::memcmp(block.data() + MainHeader::MAGIC_BYTE_OFFSET, MainHeader::MAGIC_BYTES,
                                          MainHeader::MAGIC_BYTE_SIZE) == 0;
}

} // namespace

std::optional<FileState> file_state(std::span<const std::byte> headers) {
    if (headers.size() < kHeadersSize || !is_main_header(headers.first(kBlock))) return std::nullopt;
    FileState state{number_at(headers, kIdentityAt), 0};
    bool any = false;
    for (const std::size_t number : {1, 2}) {
        const auto header = headers.subspan(number * kBlock, kBlock);
        if (!is_whole(header)) continue;
        any = true;
        state.writes = std::max(state.writes, number_at(header, kChecksum));
    }
    return any ? std::optional(state) : std::nullopt;
}

std::optional<FileState> file_state_of(const std::string& path) {
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) return std::nullopt;
    std::array<std::byte, kHeadersSize> headers;
    const auto size = ::pread(file, headers.data(), headers.size(), 0);
    ::close(file);
    return size == static_cast<ssize_t>(headers.size()) ? file_state(headers) : std::nullopt;
}

void stamp_header(std::span<std::byte> header, std::span<const std::byte> before) {
    if (!is_main_header(header) || number_at(header, kIdentityAt) != 0) return;
    std::array<std::byte, MainHeader::DB_IDENTIFIER_LEN> identity{};
    if (is_main_header(before)) {
        std::memcpy(identity.data(), before.data() + kIdentityAt, identity.size());
    } else {
        std::random_device source;
        for (std::size_t at = 0; at < identity.size(); at += sizeof(unsigned)) {
            const unsigned number = source();
            std::memcpy(identity.data() + at, &number, sizeof number);
        }
    }
    std::memcpy(header.data() + kIdentityAt, identity.data(), identity.size());
    const auto checksum = checksum_of(header);
    std::memcpy(header.data(), &checksum, sizeof checksum);
}

} // namespace redstart::sql
