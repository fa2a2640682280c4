// Network: the network that an address counts to, where connections and guesses are limited. A value; pure, any thread.
#pragma once

#include <string>
#include <string_view>

namespace redstart::server {

struct Network {
    std::string name;      // the IPv4 address, or the IPv6 address's /64: who has one usually has all of it
    bool loopback = false; // of this machine; also a socket without an address
};

// `address` is numeric, as remote_address() gives it.
Network network_of(std::string_view address);

} // namespace redstart::server
