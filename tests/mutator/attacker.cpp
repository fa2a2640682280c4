#include "tests/mutator/attacker.hpp"

#include "tests/mutator/line.hpp"

#include <algorithm>
#include <string_view>

#include <unistd.h>

namespace redstart::test {

void Attacker::run() {
    while (tally_.left.fetch_sub(1) > 0) session();
}

// Reads what comes within the time; false at the end of the connection.
bool Attacker::read_for(Line& line, int milliseconds) {
    for (;;) {
        char buffer[16384];
        const auto count = line.receive(buffer, sizeof buffer, milliseconds);
        if (count <= 0) return count == 0;
        const std::string_view bytes(buffer, static_cast<std::size_t>(count));
        tally_.bytes_read += count;
        constexpr std::string_view kReady("Z\0\0\0\5", 5);
        if (bytes.find(kReady) != bytes.npos || bytes.starts_with('E')) answered_ = true;
        milliseconds = std::min(milliseconds, 1);
    }
}

void Attacker::leave(Line& line) {
    const auto how = pick(random_, 8);
    if (how == 0) {
        line.finish_sending();
        read_for(line, patience_);
    }
    if (how > 4) line.reset_on_close();
}

// Some are as they should be.
std::string Attacker::conversation() {
    const auto& one = conversations_[pick(random_, conversations_.size())];
    const auto& other = conversations_[pick(random_, conversations_.size())];
    if (!one_in(random_, 16)) return mutate(one, other, random_);
    std::string bytes;
    for (const auto& message : one) bytes += message;
    return bytes;
}

void Attacker::session() {
    Line line(port_, static_cast<std::uint32_t>(256 + pick(random_, 200)));
    if (!line.is_open()) {
        ++tally_.unreachable;
        ::usleep(1000);
        return;
    }
    answered_ = false;
    bool alive = true;
    if (one_in(random_, 32)) {
        alive = line.start_tls(one_in(random_, 2));
        tally_.inside_tls += alive;
    }
    const auto bytes = conversation();
    tally_.bytes_sent += static_cast<std::int64_t>(bytes.size());
    const auto pieces = one_in(random_, 2) ? 1 : 1 + pick(random_, 6);
    for (std::size_t piece = 0; piece < pieces && alive; ++piece) {
        const auto from = bytes.size() * piece / pieces;
        const auto to = bytes.size() * (piece + 1) / pieces;
        alive = line.send(std::string_view(bytes).substr(from, to - from)) &&
                (!one_in(random_, 3) || read_for(line, some_time() / 2));
    }
    if (alive && !one_in(random_, 8)) read_for(line, some_time());
    leave(line);
    ++tally_.sessions;
    if (answered_) ++tally_.ready;
}

} // namespace redstart::test
