#include "server/net/reception.hpp"

#include "server/net/network.hpp"
#include "server/net/socket_options.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

namespace redstart::server {

void WaitingLines::push(const std::string& line, FileDescriptor socket) {
    lines_[line].sockets.push_back(std::move(socket));
    ++size_;
}

FileDescriptor WaitingLines::take(Lines::iterator line) {
    auto& sockets = line->second.sockets;
    FileDescriptor socket = std::move(sockets.front());
    sockets.pop_front();
    if (sockets.empty()) lines_.erase(line);
    --size_;
    return socket;
}

std::pair<FileDescriptor, std::string> WaitingLines::pop(Time now) {
    auto line = lines_.upper_bound(last_);
    for (std::size_t looked_at = 0; looked_at < lines_.size(); ++looked_at, ++line) {
        if (line == lines_.end()) line = lines_.begin();
        if (line->second.not_before > now) continue;
        last_ = line->first;
        return {take(line), last_};
    }
    return {};
}

void WaitingLines::hold(const std::string& line, Time time) {
    if (const auto found = lines_.find(line); found != lines_.end()) found->second.not_before = time;
}

FileDescriptor WaitingLines::pop_longest() {
    if (lines_.empty()) return {};
    return take(std::max_element(lines_.begin(), lines_.end(), [](const auto& a, const auto& b) {
        return a.second.sockets.size() < b.second.sockets.size();
    }));
}

WaitingLines::Time WaitingLines::next() const {
    Time next = Time::max();
    for (const auto& [name, line] : lines_) next = std::min(next, line.not_before);
    return next;
}

Reception::Reception(std::function<void(FileDescriptor)> start, std::function<bool(const std::string&)> crowded)
    : start_(std::move(start)), crowded_(std::move(crowded)), thread_([this] { run(); }) {}

Reception::~Reception() {
    {
        const MutexLock lock(mutex_);
        stopping_ = true;
    }
    changed_.notify_all();
    thread_.join();
}

void Reception::add(FileDescriptor socket) {
    const std::string line = network_of(remote_address(socket.get()).host).name;
    FileDescriptor sent_away; // closed without the mutex
    {
        const MutexLock lock(mutex_);
        waiting_.push(line, std::move(socket));
        if (waiting_.size() > kMostWaiting) sent_away = waiting_.pop_longest();
    }
    changed_.notify_one();
}

void Reception::run() {
    for (;;) {
        FileDescriptor socket;
        std::string line;
        {
            const MutexLock lock(mutex_);
            for (;;) {
                if (stopping_) return;
                std::tie(socket, line) = waiting_.pop(SteadyClock::now());
                if (socket.valid()) break;
                if (waiting_.size() == 0)
                    changed_.wait(mutex_);
                else
                    changed_.wait_until(mutex_, waiting_.next());
            }
        }
        start_(std::move(socket));
        if (!crowded_(line)) continue;
        const MutexLock lock(mutex_);
        waiting_.hold(line, SteadyClock::now() + kCrowdPause);
    }
}

} // namespace redstart::server
