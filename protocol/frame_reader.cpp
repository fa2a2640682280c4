#include "protocol/frame_reader.hpp"

#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"

#include <algorithm>
#include <cassert>
#include <cstring>
#include <string>
#include <utility>

#include <fmt/core.h>

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

// The longest a frontend's frame may be and still be read.
std::uint32_t longest(char tag) {
    switch (tag) {
    case 'Q':
    case 'P': return FrameReader::kMaxStatement;
    case 'B':
    case 'd': return FrameReader::kMaxData;
    default: return FrameReader::kMaxSmall;
    }
}

// PostgreSQL ends a connection with such a frame that is too long; a password has a limit of its own.
bool is_small(char tag) { return std::string_view("DECSHXcf").find(tag) != std::string_view::npos; }

} // namespace

void FrameReader::give_back() noexcept {
    if (begin_ != end_) return;
    begin_ = end_ = 0;
    if (capacity_ > kKeepCapacity) buffer_.reset(), capacity_ = 0;
}

std::span<char> FrameReader::space() {
    give_back();
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
        auto capacity = std::max(2 * waiting, waiting + kReadSize);
        if (wanted_ > waiting + kReadSize) capacity = std::min(capacity, wanted_); // and not twice its last part
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
    if (refused_ != Refusal::None) return pass_over();
    if (buffered() < 1) return std::nullopt;
    const char tag = buffer_[begin_];
    if (sender_ == Sender::Frontend && !is_frontend_tag(tag)) {
        throw SqlError::fatal(sqlstate::kProtocolViolation,
                              fmt::format("invalid frontend message type {}", static_cast<unsigned char>(tag)));
    }
    if (buffered() < 5) return std::nullopt;
    const auto length = length_at(buffer_.get() + begin_ + 1);
    if (length < kMinLength || length > limit_)
        throw SqlError::fatal(sqlstate::kProtocolViolation, "invalid message length");
    if (sender_ == Sender::Frontend && tag != 'p' && length > longest(tag)) {
        if (is_small(tag)) throw SqlError::fatal(sqlstate::kProtocolViolation, "invalid message length");
        refused_ = Refusal::TooLong;
        refused_tag_ = tag;
        refused_length_ = length;
        return pass_over();
    }
    return take_body(5, length, tag);
}

void FrameReader::refuse() {
    assert(wanted_ > 0);
    refused_ = Refusal::NoRoom;
    refused_tag_ = buffer_[begin_];
    refused_length_ = length_at(buffer_.get() + begin_ + 1);
    wanted_ = 0;
    pass_over();
}

// Nothing of it is kept, so that it costs nothing however long it is.
std::optional<Frame> FrameReader::pass_over() {
    const auto total = std::size_t{1} + refused_length_;
    const auto count = std::min(buffered(), total - passed_over_);
    begin_ += count;
    passed_over_ += count;
    if (passed_over_ < total || refused_ == Refusal::None) return std::nullopt;
    passed_over_ = 0;
    return Frame{refused_tag_, {}, std::exchange(refused_, Refusal::None), refused_length_ - 4};
}

std::optional<Frame> FrameReader::take_body(std::size_t header, std::uint32_t length, char tag) {
    const auto total = header - 4 + length;
    wanted_ = buffered() < total ? total : 0;
    if (wanted_ > 0) return std::nullopt;
    const std::string_view body(buffer_.get() + begin_ + header, length - 4);
    begin_ += total;
    return Frame{tag, body, Refusal::None, length - 4};
}

} // namespace redstart::protocol
