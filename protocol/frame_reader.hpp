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

// Why the body of a frame was thrown away unread.
enum class Refusal : unsigned char {
    None,
    TooLong, // longer than a frame of its kind may be
    NoRoom   // FrameReader::refuse()
};

// One complete frame without its length field. `tag` is NUL for a start-up packet, which has none.
struct Frame {
    char tag;
    std::string_view body;
    Refusal refused = Refusal::None; // then `body` is empty
    std::uint32_t length = 0;        // of the body, as it was announced
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
    // What a frontend's frames may have: a statement (Query, Parse) as much as a cluster takes, data (Bind, CopyData)
    // as much as the longest value needs; beyond it the body is passed over. The others as in PostgreSQL
    // (PQ_SMALL_MESSAGE_LIMIT); beyond it the connection ends.
    static constexpr std::uint32_t kMaxStatement = (16U << 20) + (64U << 10);
    static constexpr std::uint32_t kMaxData = (32U << 20) + (64U << 10);
    static constexpr std::uint32_t kMaxSmall = 10000;

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

    // The size of the frame that take() has found incomplete, with its header; 0: none, or one that is passed over.
    std::size_t wanted() const noexcept { return wanted_; }
    bool statement() const noexcept { return wanted_ > 0 && (buffer_[begin_] == 'Q' || buffer_[begin_] == 'P'); }
    // How much of the frame that take() has found incomplete has arrived.
    std::size_t arrived() const noexcept { return refused_ != Refusal::None ? passed_over_ : buffered(); }
    // There is no memory for the frame that is incomplete: its body is passed over, and take() then says NoRoom.
    void refuse();
    // Gives back what a large frame needed, once nothing is buffered. Ends the life of views as space() does.
    void give_back() noexcept;

    // Bytes that arrived and were not taken. Must be 0 when a TLS handshake begins: what a client sent in clear behind
    // its SSLRequest could have been put there by someone else.
    std::size_t buffered() const noexcept { return end_ - begin_; }

private:
    std::optional<Frame> take_body(std::size_t header, std::uint32_t length, char tag);
    std::optional<Frame> pass_over();
    void make_room();

    // Constant after construction.
    Sender sender_;

    // Bytes [begin_, end_) of buffer_ have arrived and were not taken.
    std::unique_ptr<char[]> buffer_;
    std::size_t capacity_ = 0;
    std::size_t begin_ = 0;
    std::size_t end_ = 0;
    std::uint32_t limit_ = kMaxLength;
    std::size_t wanted_ = 0;
    // The frame that is being passed over, and how much of it has been.
    Refusal refused_ = Refusal::None;
    char refused_tag_ = '\0';
    std::uint32_t refused_length_ = 0;
    std::size_t passed_over_ = 0;
};

} // namespace redstart::protocol
