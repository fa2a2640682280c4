// wire [--postgres PORT] [--record] [FILE...]: runs the scripts, all of tests/wire when none is named, against a
// Session of this process or, with a port, against PostgreSQL. --record needs the port and writes both servers' answers
// into the scripts: read the difference before you keep it.
#include "tests/wire/message_text.hpp"
#include "tests/wire/peer.hpp"
#include "tests/wire/script.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <stdexcept>

namespace redstart::wire {
namespace {

constexpr const char* kStartup = R"(Startup 3.0 "user"="admin" "database"="dev")";

using Lines = std::vector<std::string>;

std::unique_ptr<Peer> open(PeerSource& source, const Conversation& conversation) {
    auto peer = source.connect();
    if (conversation.raw) return peer;
    peer->send(encode_message(kStartup));
    Lines greeting;
    while (greeting.empty() || !greeting.back().starts_with("ReadyForQuery")) {
        const auto more = peer->receive(1);
        if (more.empty()) throw std::runtime_error("the server does not let us in");
        greeting.insert(greeting.end(), more.begin(), more.end());
    }
    return peer;
}

void send(Peer& peer, const Exchange& exchange) {
    std::string bytes;
    for (const auto& message : exchange.messages) bytes += encode_message(message);
    peer.send(bytes);
}

// Of a start-up each server has its own.
Lines without_greeting(Lines lines, const Conversation& conversation) {
    if (!conversation.raw) return lines;
    std::erase_if(lines, [](const auto& line) {
        return line.starts_with("ParameterStatus") || line.starts_with("BackendKeyData");
    });
    return lines;
}

bool same(const std::string& expected, const std::string& line) {
    return line == expected || (expected.starts_with("ErrorResponse") && line.starts_with(expected + " \""));
}

void print(const char* title, const Lines& lines) {
    std::printf("  %s\n", title);
    for (const auto& line : lines) std::printf("    %s\n", line.c_str());
}

// False, and says what differs, when the server answered something else.
bool passes(PeerSource& source, Server server, const std::string& file, const Conversation& conversation) {
    const auto peer = open(source, conversation);
    for (const auto& exchange : conversation.exchanges) {
        Lines expected;
        for (const auto& answer : exchange.answers)
            if (answer.expected_of(server)) expected.push_back(answer.text);
        send(*peer, exchange);
        auto lines = without_greeting(peer->receive(conversation.raw ? SIZE_MAX : expected.size()), conversation);
        if (std::equal(expected.begin(), expected.end(), lines.begin(), lines.end(), same)) continue;
        std::printf("%s: %s: after %s\n", file.c_str(), conversation.name.c_str(), exchange.messages.back().c_str());
        print("expected", expected);
        print("answered", lines);
        return false;
    }
    if (conversation.raw) return true;
    peer->send(encode_message("Terminate"));
    auto rest = peer->receive(SIZE_MAX);
    std::erase(rest, "Closed");
    if (rest.empty()) return true;
    std::printf("%s: %s: unexpected at the end\n", file.c_str(), conversation.name.c_str());
    print("answered", rest);
    return false;
}

// What both say stands in front and at the end, what one says in the middle.
std::vector<Answer> merged(const Lines& redstart, const Lines& postgres) {
    std::vector<Answer> answers;
    std::size_t front = 0, back = 0;
    const auto shorter = std::min(redstart.size(), postgres.size());
    while (front < shorter && redstart[front] == postgres[front]) ++front;
    while (back < shorter - front && redstart[redstart.size() - 1 - back] == postgres[postgres.size() - 1 - back])
        ++back;
    for (std::size_t i = 0; i < front; ++i) answers.push_back({true, true, redstart[i]});
    for (auto i = front; i < redstart.size() - back; ++i) answers.push_back({true, false, redstart[i]});
    for (auto i = front; i < postgres.size() - back; ++i) answers.push_back({false, true, postgres[i]});
    for (auto i = redstart.size() - back; i < redstart.size(); ++i) answers.push_back({true, true, redstart[i]});
    return answers;
}

void record(PeerSource& session, PeerSource& postgres, Conversation& conversation) {
    const auto ours = open(session, conversation);
    const auto theirs = open(postgres, conversation);
    for (auto& exchange : conversation.exchanges) {
        send(*ours, exchange);
        send(*theirs, exchange);
        exchange.answers = merged(without_greeting(ours->receive(SIZE_MAX), conversation),
                                  without_greeting(theirs->receive(SIZE_MAX), conversation));
    }
}

std::vector<std::string> all_scripts() {
    const char* source = std::getenv("REDSTART_SOURCE");
    std::vector<std::string> files;
    for (const auto& entry : std::filesystem::directory_iterator(std::string(source ? source : ".") + "/tests/wire"))
        if (entry.path().extension() == ".pt") files.push_back(entry.path().string());
    std::sort(files.begin(), files.end());
    return files;
}

struct Options {
    int postgres_port = 0;
    bool record = false;
    std::vector<std::string> files;
};

Options read_options(int count, char** words) {
    Options options;
    for (int i = 1; i < count; ++i) {
        const std::string word = words[i];
        if (word == "--record") {
            options.record = true;
        } else if (word == "--postgres" && i + 1 < count) {
            options.postgres_port = std::atoi(words[++i]);
        } else {
            options.files.push_back(word);
        }
    }
    if (options.files.empty()) options.files = all_scripts();
    return options;
}

int run(const Options& options) {
    const auto session = options.postgres_port == 0 || options.record ? make_session_source() : nullptr;
    const auto postgres = options.postgres_port != 0 ? make_socket_source(options.postgres_port) : nullptr;
    int count = 0, failures = 0;
    for (const auto& file : options.files) {
        auto conversations = read_script(file);
        for (auto& conversation : conversations) {
            ++count;
            if (options.record)
                record(*session, *postgres, conversation);
            else if (postgres)
                failures += passes(*postgres, Server::Postgres, file, conversation) ? 0 : 1;
            else
                failures += passes(*session, Server::Redstart, file, conversation) ? 0 : 1;
        }
        if (options.record) write_script(file, conversations);
    }
    std::printf("%d conversations, %d of them not as expected\n", count, failures);
    return failures == 0 && count > 0 ? 0 : 1;
}

} // namespace
} // namespace redstart::wire

int main(int count, char** words) {
    try {
        return redstart::wire::run(redstart::wire::read_options(count, words));
    } catch (const std::exception& error) {
        std::fprintf(stderr, "wire: %s\n", error.what());
        return 1;
    }
}
