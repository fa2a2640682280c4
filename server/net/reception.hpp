// Reception: connections that were accepted and have no backend yet. Starting a backend costs a thread, so a crowd that
// connects at once waits here, each address in a line of its own, and the lines take turns: who comes alone is next
// however long another address's line is. A line whose address has a crowd of backends that do not log in moves slowly:
// the crowd shall not take the processors, either.
// Reception is internally synchronized: one leaf mutex. WaitingLines is a plain value, used under it.
#pragma once

#include "catalog/mutex/mutex.hpp"
#include "server/net/clock.hpp"
#include "server/net/file_descriptor.hpp"

#include <chrono>
#include <cstddef>
#include <deque>
#include <functional>
#include <map>
#include <string>
#include <thread>
#include <utility>

namespace redstart::server {

// First come, first served within a line; the lines take turns.
class WaitingLines {
public:
    using Time = SteadyClock::time_point;

    void push(const std::string& line, FileDescriptor socket);
    // The next connection, and the line it was in; not valid when nobody may leave at `now`.
    std::pair<FileDescriptor, std::string> pop(Time now);
    // Nobody else leaves this line before `time`; forgotten when the line is empty.
    void hold(const std::string& line, Time time);
    // The first of the longest line.
    FileDescriptor pop_longest();
    // When pop() may find somebody; Time::max() when nobody waits.
    Time next() const;
    std::size_t size() const noexcept { return size_; }

private:
    struct Line {
        std::deque<FileDescriptor> sockets; // never empty
        Time not_before = Time::min();
    };
    using Lines = std::map<std::string, Line, std::less<>>;
    FileDescriptor take(Lines::iterator line);

    Lines lines_;
    std::string last_;
    std::size_t size_ = 0;
};

class Reception {
public:
    // One more, and the first of the longest line is sent away.
    static constexpr std::size_t kMostWaiting = 1000;

    // How slowly the line of a crowd moves.
    static constexpr std::chrono::milliseconds kCrowdPause{1};

    // Both are called on Reception's own thread, one connection at a time, and must not throw. `crowded` says whether
    // the network (network_of()) has many connections that have not logged in.
    Reception(std::function<void(FileDescriptor)> start, std::function<bool(const std::string&)> crowded);
    // Sends away who still waits; no start is under way afterwards.
    ~Reception();
    Reception(const Reception&) = delete;
    Reception& operator=(const Reception&) = delete;

    void add(FileDescriptor socket);

private:
    void run();

    const std::function<void(FileDescriptor)> start_;
    const std::function<bool(const std::string&)> crowded_;
    Mutex mutex_;
    ConditionVariable changed_;
    WaitingLines waiting_ GUARDED_BY(mutex_);
    bool stopping_ GUARDED_BY(mutex_) = false;
    std::thread thread_; // last: it uses all of the above
};

} // namespace redstart::server
