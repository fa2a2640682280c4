// RawConnection: a TCP connection to the server that sends whatever bytes a test likes. One owner, one thread.
#pragma once

#include "tests/support/deadline.hpp"
#include "tests/support/server_process.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace redstart::test {

class RawConnection {
public:
    explicit RawConnection(const ServerProcess& server);
    ~RawConnection();
    RawConnection(const RawConnection&) = delete;
    RawConnection& operator=(const RawConnection&) = delete;

    // Sends all of it; what the server no longer takes is dropped.
    void send(std::string_view bytes);
    // Says that nothing more will be sent; the server may still answer.
    void finish_sending();
    // Reads until `size` bytes are there, or the end or the limit has come.
    std::string read(std::size_t size, std::chrono::milliseconds limit = kPatience);
    // Reads to the end. Throws std::runtime_error when the server has not closed by the limit.
    std::string read_to_end(std::chrono::milliseconds limit = kPatience);

private:
    int socket_ = -1;
    bool ended_ = false;
};

// A 3.0 startup packet with these parameters.
std::string startup_packet(const std::vector<std::pair<std::string, std::string>>& parameters);
// A four-byte number in network order.
std::string int4(std::uint32_t value);
// The field with this code ('C', 'M', ...) of the first ErrorResponse in `bytes`; empty without one.
std::string error_field(std::string_view bytes, char code);

} // namespace redstart::test
