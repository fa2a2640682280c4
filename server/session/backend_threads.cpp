#include "server/session/backend_threads.hpp"

#include "server/net/socket_options.hpp"

#include <utility>

namespace redstart::server {

struct BackendThreads::Start {
    BackendThreads& threads;
    std::unique_ptr<Backend> backend;
};

bool BackendThreads::start(std::unique_ptr<Backend> backend) {
    auto start = std::make_unique<Start>(Start{*this, std::move(backend)});
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, kThreadStackSize);
    {
        const MutexLock lock(mutex_);
        ++running_;
    }
    pthread_t thread{};
    const bool started = ::pthread_create(&thread, &attributes, &BackendThreads::run, start.get()) == 0;
    pthread_attr_destroy(&attributes);
    if (started) {
        static_cast<void>(start.release()); // the thread's now
        return true;
    }
    const MutexLock lock(mutex_);
    --running_;
    return false;
}

void* BackendThreads::run(void* argument) {
    std::unique_ptr<Start> start(static_cast<Start*>(argument));
    BackendThreads& threads = start->threads;
    start->backend->run();
    start.reset(); // ends the connection
    threads.ended();
    return nullptr;
}

void BackendThreads::ended() {
    const MutexLock lock(mutex_);
    --running_;
    ended_.push_back(::pthread_self());
    one_ended_.notify_all();
}

void BackendThreads::reap() {
    std::vector<pthread_t> ended;
    {
        const MutexLock lock(mutex_);
        ended.swap(ended_);
    }
    for (const pthread_t thread : ended) ::pthread_join(thread, nullptr);
}

void BackendThreads::join_all() {
    {
        const MutexLock lock(mutex_);
        while (running_ > 0) one_ended_.wait(mutex_);
    }
    reap();
}

} // namespace redstart::server
