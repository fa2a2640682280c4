#include "server/net/network.hpp"

#include <algorithm>

#include <boost/asio/ip/address.hpp>

namespace redstart::server {

namespace ip = boost::asio::ip;

Network network_of(std::string_view text) {
    boost::system::error_code error;
    ip::address address = ip::make_address(std::string(text), error);
    if (error) return {"", true};
    if (address.is_v6() && address.to_v6().is_v4_mapped()) {
        address = ip::make_address_v4(ip::v4_mapped, address.to_v6());
    }
    if (address.is_v4()) return {address.to_string(), address.is_loopback()};
    auto bytes = address.to_v6().to_bytes();
    std::fill(bytes.begin() + 8, bytes.end(), static_cast<unsigned char>(0));
    return {ip::address_v6(bytes).to_string(), address.is_loopback()};
}

} // namespace redstart::server
