#include "server/net/channel.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <climits>
#include <system_error>

#include <fcntl.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

namespace redstart::server {
namespace {

// Unread bytes that may fill a receive buffer, and how many it shall hold then.
constexpr int kMuchUnread = 16 * 1024;
constexpr int kRoom = 2 * 1024 * 1024;

// What is left of the time until `deadline`, for poll(); rounded up, so that it never wakes too early and spins.
int poll_timeout(Deadline deadline) {
    if (!deadline) return -1;
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(*deadline - SteadyClock::now()).count();
    return static_cast<int>(std::clamp<std::int64_t>(left, 0, INT_MAX));
}

} // namespace

void Channel::TlsDeleter::operator()(ssl_st* tls) const noexcept { SSL_free(tls); }

Channel::Channel(FileDescriptor socket) : socket_(std::move(socket)), wake_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
    if (!wake_.valid()) throw std::system_error(errno, std::generic_category(), "eventfd");
    const int flags = ::fcntl(socket_.get(), F_GETFL);
    if (flags < 0 || ::fcntl(socket_.get(), F_SETFL, flags | O_NONBLOCK) < 0) {
        throw std::system_error(errno, std::generic_category(), "fcntl");
    }
}

Channel::~Channel() = default;

IoResult Channel::peek(char& first, Deadline deadline) {
    for (;;) {
        const ssize_t count = ::recv(socket_.get(), &first, 1, MSG_PEEK | MSG_DONTWAIT);
        if (count > 0) return {IoStatus::Ok, 1};
        if (count < 0 && errno == EINTR) continue;
        if (count == 0 || (errno != EAGAIN && errno != EWOULDBLOCK)) return {IoStatus::Closed, 0};
        if (const IoStatus waited = wait(Want::Read, deadline); waited != IoStatus::Ok) return {waited, 0};
    }
}

IoResult Channel::read_some(std::span<char> into, Deadline deadline) {
    for (;;) {
        const Attempt attempt = try_read(into);
        if (attempt.want == Want::Nothing) return {attempt.status, attempt.bytes};
        if (const IoStatus waited = wait(attempt.want, deadline); waited != IoStatus::Ok) return {waited, 0};
    }
}

IoResult Channel::write(std::string_view bytes, Deadline deadline) {
    std::size_t sent = 0;
    while (sent < bytes.size()) {
        const Attempt attempt = try_write(bytes.substr(sent));
        sent += attempt.bytes;
        if (attempt.status != IoStatus::Ok) return {attempt.status, sent};
        if (attempt.want == Want::Nothing) continue;
        if (const IoStatus waited = wait(attempt.want, deadline); waited != IoStatus::Ok) return {waited, sent};
    }
    return {IoStatus::Ok, sent};
}

IoStatus Channel::start_tls(ssl_ctx_st* context, Deadline deadline) {
    tls_.reset(SSL_new(context));
    if (!tls_ || SSL_set_fd(tls_.get(), socket_.get()) != 1) return IoStatus::Closed;
    for (;;) {
        ERR_clear_error();
        const Attempt attempt = tls_attempt(SSL_accept(tls_.get()), 0);
        if (attempt.want == Want::Nothing) {
            if (attempt.status == IoStatus::Ok) tls_session_ = describe_tls(tls_.get());
            return attempt.status;
        }
        if (const IoStatus waited = wait(attempt.want, deadline); waited != IoStatus::Ok) return waited;
    }
}

Channel::Attempt Channel::try_read(std::span<char> into) noexcept {
    if (tls_) {
        std::size_t count = 0;
        ERR_clear_error();
        const int result = SSL_read_ex(tls_.get(), into.data(), into.size(), &count);
        return tls_attempt(result, count);
    }
    for (;;) {
        const ssize_t count = ::recv(socket_.get(), into.data(), into.size(), MSG_DONTWAIT);
        if (count > 0) return {IoStatus::Ok, static_cast<std::size_t>(count)};
        if (count < 0 && errno == EINTR) continue;
        if (count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) return {.want = Want::Read};
        return {.status = IoStatus::Closed};
    }
}

Channel::Attempt Channel::try_write(std::string_view bytes) noexcept {
    if (tls_) {
        if (tls_broken_) return {.status = IoStatus::Closed};
        std::size_t count = 0;
        ERR_clear_error();
        const int result = SSL_write_ex(tls_.get(), bytes.data(), bytes.size(), &count);
        return tls_attempt(result, count);
    }
    for (;;) {
        const ssize_t count = ::send(socket_.get(), bytes.data(), bytes.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
        if (count >= 0) return {IoStatus::Ok, static_cast<std::size_t>(count)};
        if (errno == EINTR) continue;
        if (errno == EAGAIN || errno == EWOULDBLOCK) return {.want = Want::Write};
        return {.status = IoStatus::Closed};
    }
}

Channel::Attempt Channel::tls_attempt(int result, std::size_t bytes) noexcept {
    if (result == 1) return {IoStatus::Ok, bytes};
    switch (SSL_get_error(tls_.get(), result)) {
    case SSL_ERROR_WANT_READ: return {.want = Want::Read};
    case SSL_ERROR_WANT_WRITE: return {.want = Want::Write};
    case SSL_ERROR_ZERO_RETURN: return {.status = IoStatus::Closed};
    default: break;
    }
    tls_broken_ = true; // after SSL_ERROR_SSL or _SYSCALL even SSL_shutdown must not be called
    return {.status = IoStatus::Closed};
}

IoStatus Channel::pause(SteadyClock::time_point deadline) noexcept {
    const IoStatus waited = wait(POLLRDHUP, deadline);
    return waited == IoStatus::Ok ? IoStatus::Closed : waited;
}

IoStatus Channel::wait(Want want, Deadline deadline) noexcept {
    return wait(static_cast<short>(want == Want::Read ? POLLIN : POLLOUT), deadline);
}

IoStatus Channel::wait(short events, Deadline deadline) noexcept {
    std::array<pollfd, 2> polled = {{{socket_.get(), events, 0}, {wake_.get(), POLLIN, 0}}};
    for (;;) {
        const int ready = ::poll(polled.data(), polled.size(), poll_timeout(deadline));
        if (ready == 0) return IoStatus::TimedOut;
        if (ready > 0) break;
        if (errno != EINTR) return IoStatus::Closed;
    }
    if (polled[1].revents != 0) {
        eventfd_t ignored = 0;
        ::eventfd_read(wake_.get(), &ignored);
        return IoStatus::Interrupted;
    }
    return IoStatus::Ok; // an error condition shows at the next attempt
}

void Channel::say_goodbye(std::string_view message) noexcept {
    // A part of the message that went out is no harm: the end of the connection follows at once.
    if (between_frames_ && !message.empty()) try_write(message);
    if (tls_ && !tls_broken_ && SSL_is_init_finished(tls_.get())) SSL_shutdown(tls_.get());
    ::shutdown(socket_.get(), SHUT_RDWR);
}

void Channel::finish() noexcept {
    if (tls_ && !tls_broken_ && SSL_is_init_finished(tls_.get())) SSL_shutdown(tls_.get());
    ::shutdown(socket_.get(), SHUT_WR);
    // Closing a socket with unread input resets the connection, and a reset may overtake the last message.
    std::array<char, 16384> discarded;
    for (int i = 0; i < 64; ++i) {
        if (::recv(socket_.get(), discarded.data(), discarded.size(), MSG_DONTWAIT) <= 0) return;
    }
}

void Channel::interrupt() noexcept { ::eventfd_write(wake_.get(), 1); }

bool Channel::peer_gone() noexcept {
    pollfd polled{socket_.get(), POLLRDHUP, 0};
    if (::poll(&polled, 1, 0) > 0 && (polled.revents & (POLLRDHUP | POLLHUP | POLLERR)) != 0) return true;
    int unread = 0;
    if (roomy_ || ::ioctl(socket_.get(), FIONREAD, &unread) != 0 || unread < kMuchUnread) return false;
    roomy_ = true;
    // Who asks to be woken only when so much is there gets the room for it, and keeps it (Linux, tcp_set_rcvlowat);
    // SO_RCVBUF would end the kernel's own sizing of the buffer.
    for (const int bytes : {kRoom, 1}) ::setsockopt(socket_.get(), SOL_SOCKET, SO_RCVLOWAT, &bytes, sizeof bytes);
    return false;
}

} // namespace redstart::server
