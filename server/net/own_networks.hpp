// The addresses of this machine and the networks they are in. Stateless; any thread.
#pragma once

#include <vector>

#include <boost/asio/ip/address.hpp>

namespace redstart::server {

struct OwnNetwork {
    boost::asio::ip::address address; // of an interface
    unsigned bits = 0;                // of its network
};

// As they are now; empty when the system does not tell.
std::vector<OwnNetwork> own_networks();

} // namespace redstart::server
