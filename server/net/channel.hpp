// Channel: one client's socket, plain or TLS, with waits that another thread can end; two descriptors.
// Owned by the backend's thread, which alone may use it, except: interrupt() and peer_gone() are for any thread, and
// say_goodbye() is for a thread that holds the owner token.
#pragma once

#include "server/net/clock.hpp"
#include "server/net/file_descriptor.hpp"
#include "server/net/owner_token.hpp"
#include "server/net/tls_session.hpp"

#include <atomic>
#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>

struct ssl_st;     // OpenSSL's SSL
struct ssl_ctx_st; // OpenSSL's SSL_CTX

namespace redstart::server {

enum class IoStatus : unsigned char {
    Ok,
    Closed,      // end of stream, reset, TLS failure, or closed through the owner token
    Interrupted, // interrupt() was called; may come once too often, never too seldom
    TimedOut,
};

// `bytes` were transferred, whatever the status says.
struct IoResult {
    IoStatus status = IoStatus::Ok;
    std::size_t bytes = 0;
};

class Channel {
public:
    // Takes ownership of a connected stream socket. Throws std::system_error when no descriptor is left.
    explicit Channel(FileDescriptor socket);
    ~Channel();
    Channel(const Channel&) = delete;
    Channel& operator=(const Channel&) = delete;

    // Waits for the first byte and leaves it where it is.
    IoResult peek(char& first, Deadline deadline);
    // At least one byte, or why not. Interrupts are noticed only when it has to wait.
    IoResult read_some(std::span<char> into, Deadline deadline);
    // All bytes, or as many as went out before an interrupt or the end. Call again with the rest of the same bytes
    // first (more may follow them): a TLS record may be half sent.
    IoResult write(std::string_view bytes, Deadline deadline);
    // Waits without reading or writing: TimedOut at the deadline, Closed when the client has gone.
    IoStatus pause(SteadyClock::time_point deadline) noexcept;
    // Runs the server's side of a TLS handshake.
    IoStatus start_tls(ssl_ctx_st* context, Deadline deadline);

    bool encrypted() const noexcept { return tls_ != nullptr; }
    const TlsSession& tls_session() const noexcept { return tls_session_; }

    // Says whether the bytes written so far end between two frames; kept for say_goodbye().
    void set_between_frames(bool between) noexcept { between_frames_ = between; }
    // Sends a last message if it can be sent whole, at once and between two frames; then ends both directions of the
    // connection. The descriptor stays open until the destructor.
    void say_goodbye(std::string_view message) noexcept;
    // Ends the sending side and throws away what the client still sent, so that it can read what it was told last.
    void finish() noexcept;

    // Ends the current or the next wait of read_some(), write() or start_tls(). Async-signal-safe.
    void interrupt() noexcept;
    // True when the client has closed its side; does not wait. The end of the connection stands behind what the client
    // has sent: the first call that meets much unread input makes room for more.
    bool peer_gone() noexcept;

    int descriptor() const noexcept { return socket_.get(); }
    OwnerToken& token() noexcept { return token_; }

private:
    enum class Want : unsigned char { Nothing, Read, Write };
    struct Attempt {
        IoStatus status = IoStatus::Ok;
        std::size_t bytes = 0;
        Want want = Want::Nothing; // what to wait for before trying again
    };
    struct TlsDeleter {
        void operator()(ssl_st* tls) const noexcept;
    };

    Attempt try_read(std::span<char> into) noexcept;
    Attempt try_write(std::string_view bytes) noexcept;
    Attempt tls_attempt(int result, std::size_t bytes) noexcept;
    IoStatus wait(short events, Deadline deadline) noexcept;
    IoStatus wait(Want want, Deadline deadline) noexcept;

    const FileDescriptor socket_;
    const FileDescriptor wake_; // an eventfd
    OwnerToken token_;          // has its own synchronization

    // Guarded by the token.
    std::unique_ptr<ssl_st, TlsDeleter> tls_;
    TlsSession tls_session_;
    bool between_frames_ = true;
    std::atomic<bool> roomy_ = false; // see peer_gone(); not guarded
    bool tls_broken_ = false;         // after a fatal TLS error nothing more may be sent
};

} // namespace redstart::server
