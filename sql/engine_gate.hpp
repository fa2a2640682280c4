// EngineGate: who is inside the engine, so that an instance that has failed can be replaced while nobody is.
// Sessions pass it for the length of one message. Thread-safe: two counters on the way in and out, and one mutex that
// is held only while the instance is being replaced and when sessions come and go.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <set>

namespace redstart::sql {

// What keeps parts of the engine between its messages.
class EngineClient {
public:
    virtual ~EngineClient() = default;
    // Lets go of everything of the engine's, and of its locks. Called while the client's own thread is outside of the
    // gate, on the thread that replaces the instance.
    virtual void drop_engine() noexcept = 0;
};

class EngineGate {
public:
    class Pass {
    public:
        explicit Pass(EngineGate& gate) : gate_(gate) { gate_.enter(); }
        ~Pass() { gate_.leave(); }
        Pass(const Pass&) = delete;
        Pass& operator=(const Pass&) = delete;

    private:
        EngineGate& gate_;
    };

    void join(EngineClient& client);
    void part(EngineClient& client); // inside the gate

    // Closes the gate, calls `hurry` until everybody is out, drops what the clients hold, calls `replace` and opens it
    // again; unless `needed` says, with everybody out, that another thread has done so. Not from inside the gate.
    void replace(const std::function<bool()>& needed, const std::function<void()>& hurry,
                 const std::function<void()>& replace);

private:
    static constexpr std::chrono::milliseconds kHurryEvery{250};

    void enter();
    void leave();
    void wait_until_open();

    std::atomic<int> inside_{0};
    std::atomic<bool> closed_{false};
    std::mutex replacing_; // one at a time; taken before mutex_
    std::mutex mutex_;
    std::condition_variable changed_; // with mutex_
    std::set<EngineClient*> clients_; // guarded by mutex_
};

} // namespace redstart::sql
