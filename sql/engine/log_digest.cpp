#include "sql/engine/log_digest.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <vector>

#include <fcntl.h>
#include <unistd.h>

namespace redstart::sql {
namespace {

constexpr std::uint64_t kWord = sizeof(std::uint64_t);
constexpr std::size_t kPiece = std::size_t{1} << 18;

// Every bit of a word reaches many of the hash, so that none in the next word undoes it.
std::uint64_t mixed(std::uint64_t hash, std::uint64_t word) {
    word *= 0x9e3779b97f4a7c15U;
    word ^= word >> 32;
    word *= 0xbf58476d1ce4e5b9U;
    return std::rotl(hash ^ word, 27) * 5 + 0x52dce729U;
}

} // namespace

void LogDigest::add(std::string_view bytes) noexcept {
    while (!bytes.empty()) {
        const auto filled = length_ % kWord;
        if (filled == 0 && bytes.size() >= kWord) {
            std::uint64_t word = 0;
            std::memcpy(&word, bytes.data(), kWord);
            hash_ = mixed(hash_, word);
            bytes.remove_prefix(kWord);
            length_ += kWord;
            continue;
        }
        word_ |= std::uint64_t{static_cast<unsigned char>(bytes.front())} << (8 * filled);
        bytes.remove_prefix(1);
        ++length_;
        if (length_ % kWord != 0) continue;
        hash_ = mixed(hash_, word_);
        word_ = 0;
    }
}

bool LogDigest::add_file(const std::string& path, std::uint64_t size) {
    if (size < length_) return false;
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) return false;
    std::vector<char> piece(std::min<std::uint64_t>(kPiece, size - length_));
    auto added = *this;
    while (added.length_ < size) {
        const auto wanted = std::min<std::uint64_t>(piece.size(), size - added.length_);
        const auto got = ::pread(file, piece.data(), wanted, static_cast<off_t>(added.length_));
        if (got <= 0) break;
        added.add({piece.data(), static_cast<std::size_t>(got)});
    }
    ::close(file);
    if (added.length_ < size) return false;
    *this = added;
    return true;
}

std::uint64_t LogDigest::value() const noexcept {
    const auto all = mixed(mixed(hash_, word_), length_);
    return all == 0 ? 1 : all;
}

} // namespace redstart::sql
