#include "server/shutdown_limit.hpp"

#include "server/config/log.hpp"

#include <cstdio>
#include <thread>

#include <unistd.h>

namespace redstart::server {

void end_process() noexcept {
    log::flush();
    std::fflush(stdout);
    ::_exit(0);
}

void limit_shutdown(std::chrono::milliseconds time) {
    std::thread([time] {
        std::this_thread::sleep_for(time);
        end_process();
    }).detach();
}

} // namespace redstart::server
