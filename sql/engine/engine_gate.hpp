// EngineGate: who is inside the engine, so that an instance that has failed can be replaced while nobody is.
// Sessions pass it for the length of one message, in one of two ways: those that work with the engine, and those beside
// it, whose work is short and needs nothing of it. When the gate closes, the former are waited for first, as long as it
// takes, and the latter come and go meanwhile; only the replacement itself is made without both. Thread-safe: counters
// on the way in and out, and a mutex that is held only while the gate is closed and when sessions come and go.
#pragma once

#include "catalog/mutex/mutex.hpp"

#include <atomic>
#include <chrono>
#include <functional>
#include <set>

namespace redstart::sql {

// A session, as the gate knows it: it keeps parts of the engine (connection, results, plans) between its messages.
class EngineClient {
public:
    virtual ~EngineClient() = default;
    // Lets go of everything of the engine's, and of its locks. Called while the client's own thread is outside of the
    // gate, on the thread that replaces the instance.
    virtual void drop_engine() noexcept = 0;
};

class EngineGate {
public:
    enum class Way : unsigned char { Engine, Beside };
    // Called again and again, first at once, on a thread that waits at the gate; what it throws ends the wait.
    using Impatience = std::function<void()>;

    class Pass {
    public:
        explicit Pass(EngineGate& gate, Way way = Way::Engine, const Impatience& impatience = {})
            : gate_(gate), way_(way) {
            gate_.enter(way, impatience);
        }
        ~Pass() { gate_.leave(way_); }
        Pass(const Pass&) = delete;
        Pass& operator=(const Pass&) = delete;

    private:
        EngineGate& gate_;
        const Way way_;
    };

    // True while sessions that need the engine have to wait.
    bool closed() const noexcept { return state_.load() != State::Open; }

    void join(EngineClient& client);
    void part(EngineClient& client); // inside the gate, either way

    // Closes the gate, calls `hurry` until everybody is out, drops what the clients hold, calls `replace` and opens it
    // again; unless `needed`, asked while no other thread replaces, says that one has done so: then nobody is hurried.
    // Returns at once when another thread waits for everybody to come out. Not from inside the gate.
    void replace(const std::function<bool()>& needed, const std::function<void()>& hurry,
                 const std::function<void()>& replace);

private:
    static constexpr std::chrono::milliseconds kHurryEvery{250};
    static constexpr std::chrono::milliseconds kLookEvery{100};

    enum class State : unsigned char { Open, Closing, Replacing };
    // By way: how many are inside.
    std::atomic<int>& inside(Way way) noexcept { return way == Way::Engine ? working_ : beside_; }
    static bool lets_in(State state, Way way) noexcept {
        return state == State::Open || (state == State::Closing && way == Way::Beside);
    }
    void enter(Way way, const Impatience& impatience);
    void leave(Way way);
    void wait_until_open(Way way, const Impatience& impatience);
    void wait_until_out(Way way, const std::function<void()>& hurry);

    std::atomic<int> working_{0};
    std::atomic<int> beside_{0};
    std::atomic<State> state_{State::Open};
    Mutex replacing_; // one at a time; taken before mutex_
    Mutex mutex_;
    ConditionVariable changed_; // with mutex_
    std::set<EngineClient*> clients_ GUARDED_BY(mutex_);
};

} // namespace redstart::sql
