// FrameReader: turns a stream of bytes, cut anywhere, into start-up packets and tagged frames, with limits.
// Owns its buffer; used by one thread (the backend of one connection). Does no input or output itself.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>

namespace redstart::protocol {

// One complete frame without its length field. `tag` is NUL for a start-up packet, which has none.
struct Frame {
    char tag;
    std::string_view body;
};

class FrameReader {
public:
    // Who wrote the bytes: a frontend's tags are known, and an unknown one is refused before its body is waited for.
    enum class Sender : unsigned char { Frontend, Backend };

    // Limits on the length field, which counts itself but not the tag (PostgreSQL: MAX_STARTUP_PACKET_LENGTH and 1
    // GiB).
    static constexpr std::uint32_t kMinStartupLength = 8;
    static constexpr std::uint32_t kMaxStartupLength = 10000;
    static constexpr std::uint32_t kMinLength = 4;
    static constexpr std::uint32_t kMaxLength = 1U << 30;

    explicit FrameReader(Sender sender = Sender::Frontend) : sender_(sender) {}

    // Sets the largest length field of a tagged frame that is accepted from now on; the default is kMaxLength.
    // Before authentication a small limit keeps strangers from making the server buffer a gigabyte.
    void set_limit(std::uint32_t length) { limit_ = length; }

    // Where the next bytes of the stream may be written: at least one byte, usually 8 KiB or more (memory grows with
    // what has arrived, never with what a length field promises). Ends the life of every view handed out before.
    std::span<char> space();
    // Says that `count` bytes were written to the front of space().
    void commit(std::size_t count);
    // space() and commit() for bytes that are already somewhere else.
    void feed(std::string_view bytes);

    // The next start-up packet, or nullopt while it is incomplete. Its body begins after the length field.
    // Throws a FATAL SqlError 08P01 on a length outside 8..10000. The view lives until space() or feed() is called.
    std::optional<Frame> take_startup();
    // The next tagged frame, or nullopt while it is incomplete. Throws a FATAL SqlError 08P01 on a length outside
    // 4..limit or, from a frontend, an unknown tag. The view lives until space() or feed() is called.
    std::optional<Frame> take();

    // Bytes that arrived and were not taken. Must be 0 when a TLS handshake begins: what a client sent in clear behind
    // its SSLRequest could have been put there by someone else.
    std::size_t buffered() const noexcept { return end_ - begin_; }

private:
    std::optional<Frame> take_body(std::size_t header, std::uint32_t length, char tag);
    void make_room();

    // Constant after construction.
    Sender sender_;

    // Bytes [begin_, end_) of buffer_ have arrived and were not taken.
    std::unique_ptr<char[]> buffer_;
    std::size_t capacity_ = 0;
    std::size_t begin_ = 0;
    std::size_t end_ = 0;
    std::uint32_t limit_ = kMaxLength;
};

} // namespace redstart::protocol
