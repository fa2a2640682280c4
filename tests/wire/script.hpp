// Script: a file of small tests (*.pt), each a conversation on a connection of its own. See README.md for the format.
// A value; pure functions.
#pragma once

#include <string>
#include <vector>

namespace redstart::wire {

// Who gives an answer.
enum class Server : unsigned char { Redstart, Postgres };

struct Answer {
    bool redstart = true; // expected of it
    bool postgres = true;
    std::string text;

    bool expected_of(Server server) const { return server == Server::Redstart ? redstart : postgres; }
};

// Messages that are sent at once, and what comes back before the next ones are.
struct Exchange {
    std::vector<std::string> messages; // as written
    std::vector<Answer> answers;
};

struct Conversation {
    std::string name;
    bool raw = false;                  // begins before the start-up packet
    std::vector<std::string> comments; // in front of it
    std::vector<Exchange> exchanges;
};

// Throws std::runtime_error with file and line when it cannot be read.
std::vector<Conversation> read_script(const std::string& path);
void write_script(const std::string& path, const std::vector<Conversation>& conversations);

} // namespace redstart::wire
