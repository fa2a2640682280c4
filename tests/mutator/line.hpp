// Line: an attacker's connection, in clear or inside TLS, that never waits for long.
// Owns its socket; one thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

struct ssl_st;

namespace redstart::test {

class Line {
public:
    // From the loopback address `source`, an offset to 127.0.0.1; is_open() tells whether it came about.
    Line(std::uint16_t port, std::uint32_t source);
    ~Line();
    Line(const Line&) = delete;
    Line& operator=(const Line&) = delete;

    bool is_open() const noexcept { return socket_ >= 0; }
    // Asks for TLS, by SSLRequest or directly. False when there was no handshake; the line is useless then.
    bool start_tls(bool directly);
    // False when the server takes no more.
    bool send(std::string_view bytes);
    // What comes within the time; 0 when nothing does, -1 at the end.
    std::ptrdiff_t receive(char* buffer, std::size_t size, int milliseconds);
    void finish_sending();
    // Closing will reset the connection.
    void reset_on_close();

private:
    int socket_ = -1;
    ssl_st* tls_ = nullptr;
};

} // namespace redstart::test
