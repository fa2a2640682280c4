#include "server/net/own_networks.hpp"

#include <bit>
#include <cstring>
#include <memory>

#include <ifaddrs.h>
#include <netinet/in.h>

namespace redstart::server {
namespace {

namespace ip = boost::asio::ip;

template <typename Bytes> unsigned ones_of(const Bytes& mask) {
    unsigned bits = 0;
    for (const unsigned char byte : mask) bits += static_cast<unsigned>(std::popcount(byte));
    return bits;
}

ip::address_v4::bytes_type v4_bytes(const sockaddr* address) {
    ip::address_v4::bytes_type bytes;
    std::memcpy(bytes.data(), &reinterpret_cast<const sockaddr_in*>(address)->sin_addr, bytes.size());
    return bytes;
}

ip::address_v6::bytes_type v6_bytes(const sockaddr* address) {
    ip::address_v6::bytes_type bytes;
    std::memcpy(bytes.data(), &reinterpret_cast<const sockaddr_in6*>(address)->sin6_addr, bytes.size());
    return bytes;
}

} // namespace

std::vector<OwnNetwork> own_networks() {
    ifaddrs* list = nullptr;
    if (::getifaddrs(&list) != 0) return {};
    const std::unique_ptr<ifaddrs, decltype(&::freeifaddrs)> owned(list, ::freeifaddrs);
    std::vector<OwnNetwork> networks;
    for (const auto* entry = list; entry != nullptr; entry = entry->ifa_next) {
        if (entry->ifa_addr == nullptr || entry->ifa_netmask == nullptr) continue;
        if (entry->ifa_addr->sa_family == AF_INET)
            networks.push_back({ip::address_v4(v4_bytes(entry->ifa_addr)), ones_of(v4_bytes(entry->ifa_netmask))});
        else if (entry->ifa_addr->sa_family == AF_INET6)
            networks.push_back({ip::address_v6(v6_bytes(entry->ifa_addr)), ones_of(v6_bytes(entry->ifa_netmask))});
    }
    return networks;
}

} // namespace redstart::server
