// Server: everything a running Redstart consists of, from the data directory to the last joined thread.
// Owned by main() and used on its thread.
#pragma once

#include "server/config/options.hpp"

#include <memory>

namespace redstart::server {

class Server {
public:
    // Takes the data directory and the port, opens the engine, makes the certificate and, at first start, the
    // superuser. Throws std::exception with one clear line; ConfigError when options contradict each other.
    explicit Server(const Options& options);
    ~Server();

    // Says on stdout that it is ready, serves until SIGTERM or SIGINT, then ends every session. Returns within 5 s of
    // the signal; when the engine does not stop, the process ends here instead (the write-ahead log makes that safe).
    void run();

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace redstart::server
