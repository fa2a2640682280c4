#include "server/net/listener.hpp"

#include "server/config/log.hpp"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <list>
#include <stdexcept>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ip/v6_only.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <fmt/format.h>
#include <sys/socket.h>

namespace redstart::server {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

namespace {

// Signals and the other addresses are looked at after so many connections.
constexpr int kMostAtOnce = 100;

// How long to leave the queue alone when there is no descriptor or memory for another connection.
constexpr std::chrono::milliseconds kPause{100};

std::vector<tcp::endpoint> resolve(asio::io_context& context, const std::string& host, std::uint16_t port) {
    tcp::resolver resolver(context);
    error_code error;
    const auto results = resolver.resolve(host, std::to_string(port), tcp::resolver::passive, error);
    if (error) throw std::runtime_error(fmt::format("cannot resolve host \"{}\": {}", host, error.message()));
    std::vector<tcp::endpoint> endpoints;
    for (const auto& result : results) {
        const bool known = std::find(endpoints.begin(), endpoints.end(), result.endpoint()) != endpoints.end();
        if (!known) endpoints.push_back(result.endpoint());
    }
    return endpoints;
}

// A machine without IPv6 still resolves localhost to ::1.
bool is_absent(const error_code& error) {
    return error == error_code(EADDRNOTAVAIL, boost::system::system_category()) ||
           error == asio::error::address_family_not_supported;
}

bool is_lack_of_room(int error) { return error == EMFILE || error == ENFILE || error == ENOBUFS || error == ENOMEM; }

// One listening address: an acceptor and the pause after it found no room.
struct Door {
    explicit Door(asio::io_context& context) : acceptor(context), pause(context) {}
    tcp::acceptor acceptor;
    asio::steady_timer pause;
};

} // namespace

struct Listener::Impl {
    asio::io_context context{1};
    asio::signal_set signals{context};
    std::list<Door> doors;
    Handlers handlers;

    error_code open(tcp::endpoint endpoint);
    void accept(Door& door);
    void pause(Door& door, const error_code& error);
    void await_signal();
};

error_code Listener::Impl::open(tcp::endpoint endpoint) {
    error_code error;
    Door& door = doors.emplace_back(context);
    door.acceptor.open(endpoint.protocol(), error);
    if (!error) door.acceptor.set_option(tcp::acceptor::reuse_address(true), error);
    if (!error && endpoint.address().is_v6()) door.acceptor.set_option(asio::ip::v6_only(true), error);
    if (!error) door.acceptor.non_blocking(true, error);
    if (!error) door.acceptor.bind(endpoint, error);
    if (!error) door.acceptor.listen(tcp::acceptor::max_listen_connections, error);
    if (error) doors.pop_back();
    return error;
}

void Listener::Impl::accept(Door& door) {
    door.acceptor.async_wait(tcp::acceptor::wait_read, [this, &door](const error_code& error) {
        if (error == asio::error::operation_aborted) return;
        for (int i = 0; i < kMostAtOnce; ++i) {
            FileDescriptor socket(::accept4(door.acceptor.native_handle(), nullptr, nullptr, SOCK_CLOEXEC));
            if (socket.valid()) {
                handlers.connected(std::move(socket));
                continue;
            }
            if (is_lack_of_room(errno)) return pause(door, error_code(errno, boost::system::system_category()));
            if (errno == EAGAIN || errno == EWOULDBLOCK) break; // other errors belong to that one connection
        }
        accept(door);
    });
}

void Listener::Impl::pause(Door& door, const error_code& error) {
    log::event(LogLevel::Warning, "accept_paused", {{"reason", error.message()}});
    door.pause.expires_after(kPause);
    door.pause.async_wait([this, &door](const error_code& cancelled) {
        if (!cancelled) accept(door);
    });
}

void Listener::Impl::await_signal() {
    signals.async_wait([this](const error_code& error, int number) {
        if (error) return;
        if (number != SIGHUP) {
            log::event(LogLevel::Info, "shutdown_requested", {{"signal", number}});
            return context.stop();
        }
        handlers.hangup();
        await_signal();
    });
}

Listener::Listener(const std::string& host, std::uint16_t port) : impl_(std::make_unique<Impl>()) {
    error_code error;
    for (tcp::endpoint endpoint : resolve(impl_->context, host, port)) {
        if (port == 0 && !impl_->doors.empty()) endpoint.port(this->port());
        error = impl_->open(endpoint);
        if (error && !is_absent(error)) break;
    }
    if (impl_->doors.empty() || (error && !is_absent(error))) {
        throw std::runtime_error(fmt::format("cannot listen on {}:{}: {}", host, port, error.message()));
    }
}

Listener::Listener(Listener&&) noexcept = default;
Listener::~Listener() = default;

std::uint16_t Listener::port() const { return impl_->doors.front().acceptor.local_endpoint().port(); }

bool Listener::only_loopback() const {
    return std::all_of(impl_->doors.begin(), impl_->doors.end(),
                       [](const Door& door) { return door.acceptor.local_endpoint().address().is_loopback(); });
}

void Listener::run(Handlers handlers) {
    impl_->handlers = std::move(handlers);
    for (const int number : {SIGTERM, SIGINT, SIGHUP}) impl_->signals.add(number);
    impl_->await_signal();
    for (Door& door : impl_->doors) impl_->accept(door);
    impl_->handlers.ready();
    impl_->context.run();
    for (Door& door : impl_->doors) {
        error_code ignored;
        door.acceptor.close(ignored);
    }
}

void Listener::stop() { impl_->context.stop(); }

} // namespace redstart::server
