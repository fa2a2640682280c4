#include "protocol/frame_reader.hpp"

#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"

#include <algorithm>
#include <cassert>
#include <cstring>
#include <string>

namespace redstart::protocol {

namespace {

constexpr std::size_t kReadSize = 8192;
// With less room than this left, more is made before the next read.
constexpr std::size_t kLowWater = 2048;
// A buffer that grew beyond this for one large frame is given back once it is empty.
constexpr std::size_t kKeepCapacity = 256 * 1024;

std::uint32_t length_at(const char* at) {
    std::uint32_t value = 0;
    for (int i = 0; i < 4; ++i) value = value << 8 | static_cast<unsigned char>(at[i]);
    return value;
}

bool is_frontend_tag(char tag) {
    constexpr std::string_view kTags = "QPBDECSHXdcfFp";
    return kTags.find(tag) != std::string_view::npos;
}

} // namespace

std::span<char> FrameReader::space() {
    if (begin_ == end_) {
        begin_ = end_ = 0;
        if (capacity_ > kKeepCapacity) buffer_.reset(), capacity_ = 0;
    }
    if (capacity_ - end_ < kLowWater) make_room();
    return {buffer_.get() + end_, capacity_ - end_};
}

// Moves the waiting bytes to the front when at least half of the buffer is used up in front of them, else doubles the
// buffer: either way every byte is copied a bounded number of times, however the stream is cut, and the memory
// held is at most twice what has arrived.
void FrameReader::make_room() {
    const auto waiting = buffered();
    if (begin_ >= capacity_ / 2 && capacity_ - waiting >= kReadSize / 2) {
        std::memmove(buffer_.get(), buffer_.get() + begin_, waiting);
    } else {
        const auto capacity = std::max(2 * waiting, waiting + kReadSize);
        auto larger = std::make_unique_for_overwrite<char[]>(capacity);
        if (waiting > 0) std::memcpy(larger.get(), buffer_.get() + begin_, waiting);
        buffer_ = std::move(larger);
        capacity_ = capacity;
    }
    begin_ = 0;
    end_ = waiting;
}

void FrameReader::commit(std::size_t count) {
    assert(count <= capacity_ - end_);
    end_ += count;
}

void FrameReader::feed(std::string_view bytes) {
    while (!bytes.empty()) {
        const auto room = space();
        const auto count = std::min(room.size(), bytes.size());
        std::memcpy(room.data(), bytes.data(), count);
        commit(count);
        bytes.remove_prefix(count);
    }
}

std::optional<Frame> FrameReader::take_startup() {
    if (buffered() < 4) return std::nullopt;
    const auto length = length_at(buffer_.get() + begin_);
    if (length < kMinStartupLength || length > kMaxStartupLength)
        throw SqlError::fatal(sqlstate::kProtocolViolation, "invalid length of startup packet");
    return take_body(4, length, '\0');
}

std::optional<Frame> FrameReader::take() {
    if (buffered() < 1) return std::nullopt;
    const char tag = buffer_[begin_];
    if (sender_ == Sender::Frontend && !is_frontend_tag(tag)) {
        throw SqlError::fatal(sqlstate::kProtocolViolation,
                              "invalid frontend message type " + std::to_string(static_cast<unsigned char>(tag)));
    }
    if (buffered() < 5) return std::nullopt;
    const auto length = length_at(buffer_.get() + begin_ + 1);
    if (length < kMinLength || length > limit_)
        throw SqlError::fatal(sqlstate::kProtocolViolation, "invalid message length");
    return take_body(5, length, tag);
}

std::optional<Frame> FrameReader::take_body(std::size_t header, std::uint32_t length, char tag) {
    const auto total = header - 4 + length;
    if (buffered() < total) return std::nullopt;
    const std::string_view body(buffer_.get() + begin_ + header, length - 4);
    begin_ += total;
    return Frame{tag, body};
}

} // namespace redstart::protocol
