// WireWriter: a growing output buffer of whole PostgreSQL frames; the only place that knows a length is four bytes.
// Owned and used by one thread (the backend of one connection).
#pragma once

#include <cassert>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace redstart::protocol {

class WireWriter {
public:
    // Starts a tagged frame; its length is written by end(). Frames do not nest.
    void begin(char tag) {
        assert(frame_ == kNone);
        buffer_.push_back(tag);
        frame_ = buffer_.size();
        buffer_.append(4, '\0');
    }
    void end() {
        assert(frame_ != kNone);
        patch_i32(frame_, static_cast<std::uint32_t>(buffer_.size() - frame_));
        frame_ = kNone;
    }
    // Throws the unfinished frame away (an error while a row was being written).
    void abandon() noexcept {
        if (frame_ != kNone) buffer_.resize(frame_ - 1);
        frame_ = kNone;
    }

    void byte(char value) { buffer_.push_back(value); }
    void i16(std::uint16_t value) {
        const char raw[2] = {static_cast<char>(value >> 8), static_cast<char>(value)};
        buffer_.append(raw, 2);
    }
    void i32(std::uint32_t value) {
        const char raw[4] = {static_cast<char>(value >> 24), static_cast<char>(value >> 16),
                             static_cast<char>(value >> 8), static_cast<char>(value)};
        buffer_.append(raw, 4);
    }
    void i64(std::uint64_t value) {
        i32(static_cast<std::uint32_t>(value >> 32));
        i32(static_cast<std::uint32_t>(value));
    }
    void bytes(std::string_view value) { buffer_.append(value); }
    // A NUL-terminated string.
    void text(std::string_view value) { buffer_.append(value).push_back('\0'); }

    // A length-prefixed field: call field_begin(), append the value with byte()/bytes()/i32()..., then field_end().
    std::size_t field_begin() {
        const auto mark = buffer_.size();
        buffer_.append(4, '\0');
        return mark;
    }
    void field_end(std::size_t mark) { patch_i32(mark, static_cast<std::uint32_t>(buffer_.size() - mark - 4)); }
    void field(std::string_view value) {
        i32(static_cast<std::uint32_t>(value.size()));
        bytes(value);
    }
    void null_field() { i32(0xFFFFFFFFU); }

    // Grows the buffer by `count` bytes and returns where to write them; valid until the next call.
    char* grow(std::size_t count) {
        const auto old = buffer_.size();
        buffer_.resize(old + count);
        return buffer_.data() + old;
    }
    // Takes back the last `count` bytes of a grow() that asked for too many.
    void shrink(std::size_t count) { buffer_.resize(buffer_.size() - count); }

    std::size_t size() const noexcept { return buffer_.size(); }
    bool in_frame() const noexcept { return frame_ != kNone; }
    std::string_view view() const noexcept { return buffer_; }
    void clear() noexcept { buffer_.clear(), frame_ = kNone; }

private:
    static constexpr std::size_t kNone = static_cast<std::size_t>(-1);

    void patch_i32(std::size_t at, std::uint32_t value) {
        const char raw[4] = {static_cast<char>(value >> 24), static_cast<char>(value >> 16),
                             static_cast<char>(value >> 8), static_cast<char>(value)};
        std::memcpy(buffer_.data() + at, raw, 4);
    }

    std::string buffer_;
    std::size_t frame_ = kNone; // offset of the open frame's length, or kNone
};

} // namespace redstart::protocol
