#include "sql/engine/log_check.hpp"

#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"
#include "sql/engine/mapped_file.hpp"

#include <algorithm>
#include <cstring>

#include <duckdb.hpp>
#include <duckdb/common/checksum.hpp>

namespace redstart::sql {
namespace {

// The engine writes it without a checksum: entry 98 (its version) of field 100, version 2 of field 101, end.
constexpr std::string_view kHeader("\x64\x00\x62\x65\x00\x02\xff\xff", 8);

// A frame is a size, a checksum, and so many bytes; the smallest is the end of a transaction.
constexpr std::uint64_t kFrameHeader = 16;
constexpr std::uint64_t kSmallestFrame = 5;

std::uint64_t number_at(std::string_view bytes, std::uint64_t at) {
    std::uint64_t number = 0;
    std::memcpy(&number, bytes.data() + at, sizeof number);
    return number;
}

// The engine's checksum reads whole words, which must lie where words may lie.
std::uint64_t checksum_of(std::string_view content) {
    std::string copy;
    const auto* data = content.data();
    if (reinterpret_cast<std::uintptr_t>(data) % alignof(std::uint64_t) != 0) {
        copy = content;
        data = copy.data();
    }
    return duckdb::Checksum(reinterpret_cast<std::uint8_t*>(const_cast<char*>(data)), content.size());
}

// Where the frame at `at` ends; nullopt when there is none, or it is not what was written.
std::optional<std::uint64_t> frame_end(std::string_view bytes, std::uint64_t at) {
    if (bytes.size() - at < kFrameHeader + kSmallestFrame) return std::nullopt;
    const auto size = number_at(bytes, at);
    if (size < kSmallestFrame || size > bytes.size() - at - kFrameHeader) return std::nullopt;
    if (checksum_of(bytes.substr(at + kFrameHeader, size)) != number_at(bytes, at + 8)) return std::nullopt;
    return at + kFrameHeader + size;
}

std::uint64_t frames_end(std::string_view bytes, std::uint64_t at) {
    while (const auto end = frame_end(bytes, at)) at = *end;
    return at;
}

// A crash leaves nothing whole behind what it has cut. Any bytes may pose as a small size: the search is bounded.
std::optional<std::uint64_t> frame_behind(std::string_view bytes, std::uint64_t at) {
    constexpr std::uint64_t kMostWork = 1ULL << 32;
    for (std::uint64_t work = 0; at + kFrameHeader + kSmallestFrame <= bytes.size() && work < kMostWork; ++at) {
        const auto size = number_at(bytes, at);
        if (size < kSmallestFrame || size > bytes.size() - at - kFrameHeader) continue;
        work += size;
        if (frame_end(bytes, at)) return at;
    }
    return std::nullopt;
}

std::string at_byte(std::uint64_t at) { return " at byte " + std::to_string(at); }

} // namespace

std::string_view log_header() { return kHeader; }

LogCheck check_log(std::string_view bytes, std::optional<std::uint64_t> acknowledged) {
    const auto durable = acknowledged.value_or(0);
    if (bytes.empty() && durable == 0) return {};
    if (bytes.size() < durable)
        return {0, "has " + std::to_string(bytes.size()) + " bytes of the " + std::to_string(durable) +
                       " that were written"};
    if (!bytes.starts_with(kHeader)) {
        const bool cut = kHeader.starts_with(bytes) && durable == 0;
        return {0, cut ? "" : "has a damaged header"};
    }
    const auto whole = frames_end(bytes, kHeader.size());
    if (whole < durable || (whole < bytes.size() && frame_behind(bytes, whole + 1)))
        return {whole, "is damaged" + at_byte(whole)};
    // What nobody was promised may be cut off; where it is not known what was promised, only what a crash leaves is.
    const bool reaches_out =
        bytes.size() - whole < kFrameHeader || number_at(bytes, whole) > bytes.size() - whole - kFrameHeader;
    if (whole < bytes.size() && !acknowledged && !reaches_out) return {whole, "is damaged" + at_byte(whole)};
    return {whole, ""};
}

LogCheck check_log_file(const std::string& path, std::optional<std::uint64_t> acknowledged) {
    const MappedFile file(path);
    if (!file.exists() && acknowledged.value_or(0) > 0)
        return {0, "is missing: " + std::to_string(*acknowledged) + " bytes of it were written"};
    return check_log(file.bytes(), acknowledged);
}

std::string readable_log(std::string_view bytes) {
    // Without its header the first frame is where it was, or nearer: later ones need what came before them.
    const auto first = bytes.starts_with(kHeader) ? kHeader.size() : frame_behind(bytes, 0).value_or(bytes.size());
    const auto begin = first > kHeader.size() ? bytes.size() : first;
    const auto frames = bytes.substr(begin, frames_end(bytes, begin) - begin);
    return frames.empty() ? std::string() : std::string(kHeader).append(frames);
}

} // namespace redstart::sql
