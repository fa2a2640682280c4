// BackendThreads: starts one thread per backend and joins those that have ended.
// Internally synchronized: one leaf mutex. All threads must have ended before it is destroyed, see join_all().
#pragma once

#include "catalog/mutex/mutex.hpp"
#include "server/session/backend.hpp"

#include <memory>
#include <vector>

#include <pthread.h>

namespace redstart::server {

class BackendThreads {
public:
    // False when the machine gives no further thread; the backend, and with it the connection, is gone then.
    bool start(std::unique_ptr<Backend> backend);
    // Joins the threads that have ended; does not wait for others.
    void reap();
    // Waits for all of them.
    void join_all();

private:
    struct Start;
    static void* run(void* argument);
    void ended();

    Mutex mutex_;
    ConditionVariable one_ended_;
    std::size_t running_ GUARDED_BY(mutex_) = 0;
    std::vector<pthread_t> ended_ GUARDED_BY(mutex_);
};

} // namespace redstart::server
