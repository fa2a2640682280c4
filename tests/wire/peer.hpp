// Peer: the other end of a conversation: one connection to a server, fresh and not logged in. One owner, one thread.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace redstart::wire {

class Peer {
public:
    virtual ~Peer() = default;
    virtual void send(std::string_view bytes) = 0;
    // What the server has answered, one line each ("Closed" when it has ended the connection): waits until there are
    // `count` of them, or in vain for a while. SIZE_MAX: everything that comes before it falls silent.
    virtual std::vector<std::string> receive(std::size_t count) = 0;
};

// A server to talk to.
class PeerSource {
public:
    virtual ~PeerSource() = default;
    virtual std::unique_ptr<Peer> connect() = 0;
};

// A Session of this process, without a socket; all of its connections have one engine.
std::unique_ptr<PeerSource> make_session_source();
// A server that listens on this port of the loopback interface.
std::unique_ptr<PeerSource> make_socket_source(int port);

} // namespace redstart::wire
