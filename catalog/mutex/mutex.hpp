// Mutex, MutexLock and ConditionVariable: the standard ones with the annotations `clang -Wthread-safety` checks. In
// every floor; made for any thread. A mutex is a leaf: nothing else is taken and nobody is called while it is held,
// unless its declaration says so. Names as in LevelDB.
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>

#if defined(__clang__)
#define REDSTART_THREAD_ATTRIBUTE(x) __attribute__((x))
#else
#define REDSTART_THREAD_ATTRIBUTE(x) // g++ has no such analysis
#endif

#ifndef GUARDED_BY // member: may be touched only while the mutex is held
#define GUARDED_BY(mutex) REDSTART_THREAD_ATTRIBUTE(guarded_by(mutex))
#endif
#ifndef REQUIRES_LOCK // function: the caller holds the mutex
#define REQUIRES_LOCK(...) REDSTART_THREAD_ATTRIBUTE(exclusive_locks_required(__VA_ARGS__))
#endif
#ifndef EXCLUDES_LOCK // function: the caller must not hold the mutex
#define EXCLUDES_LOCK(...) REDSTART_THREAD_ATTRIBUTE(locks_excluded(__VA_ARGS__))
#endif

namespace redstart {

class REDSTART_THREAD_ATTRIBUTE(capability("mutex")) Mutex {
public:
    Mutex() = default;
    Mutex(const Mutex&) = delete;
    Mutex& operator=(const Mutex&) = delete;

    void lock() REDSTART_THREAD_ATTRIBUTE(acquire_capability()) { native_.lock(); }
    void unlock() REDSTART_THREAD_ATTRIBUTE(release_capability()) { native_.unlock(); }

private:
    friend class ConditionVariable;
    std::mutex native_;
};

// Holds the mutex for the life of the object.
class REDSTART_THREAD_ATTRIBUTE(scoped_lockable) MutexLock {
public:
    explicit MutexLock(Mutex& mutex) REDSTART_THREAD_ATTRIBUTE(acquire_capability(mutex)) : mutex_(mutex) {
        mutex_.lock();
    }
    ~MutexLock() REDSTART_THREAD_ATTRIBUTE(release_capability()) { mutex_.unlock(); }
    MutexLock(const MutexLock&) = delete;
    MutexLock& operator=(const MutexLock&) = delete;

private:
    Mutex& mutex_;
};

// Waits release the mutex while asleep and hold it again when they return. They may return for no reason: loop.
class ConditionVariable {
public:
    void wait(Mutex& mutex) REQUIRES_LOCK(mutex) {
        std::unique_lock<std::mutex> lock(mutex.native_, std::adopt_lock);
        native_.wait(lock);
        lock.release(); // the caller's MutexLock unlocks it
    }
    // False when `deadline` has passed.
    bool wait_until(Mutex& mutex, std::chrono::steady_clock::time_point deadline) REQUIRES_LOCK(mutex) {
        std::unique_lock<std::mutex> lock(mutex.native_, std::adopt_lock);
        const std::cv_status status = native_.wait_until(lock, deadline);
        lock.release();
        return status == std::cv_status::no_timeout;
    }
    void notify_one() { native_.notify_one(); }
    void notify_all() { native_.notify_all(); }

private:
    std::condition_variable native_;
};

} // namespace redstart
