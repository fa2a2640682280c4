// Listener: accepts connections and receives the process's signals, on the thread that calls run().
// Owned by the main thread; stop() may be called from any thread.
#pragma once

#include "server/net/file_descriptor.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace redstart::server {

class Listener {
public:
    struct Handlers {
        std::function<void(FileDescriptor)> connected; // must not throw
        std::function<void()> ready;                   // signals are caught, connections are accepted
        std::function<void()> hangup;                  // SIGHUP
    };

    // Binds and listens on every address that `host` resolves to (localhost: 127.0.0.1 and ::1); port 0 picks one.
    // Throws std::runtime_error with one clear line.
    Listener(const std::string& host, std::uint16_t port);
    Listener(Listener&&) noexcept;
    ~Listener();

    std::uint16_t port() const;
    bool only_loopback() const; // no other machine can reach any of the addresses

    // Until here a signal ends the process as usual. Accepts until SIGTERM, SIGINT or stop(). Runs out of descriptors:
    // pauses and goes on.
    void run(Handlers handlers);
    void stop();

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace redstart::server
