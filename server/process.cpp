#include "server/process.hpp"

#include "server/net/socket_options.hpp"

#include <csignal>
#include <fstream>

#include <pthread.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

namespace redstart::server {

void prepare_process(bool core_dumps) noexcept {
    if (!core_dumps) { // passwords and rows are in memory
        const rlimit none{0, 0};
        ::setrlimit(RLIMIT_CORE, &none);
        ::prctl(PR_SET_DUMPABLE, 0);
    }
    std::signal(SIGPIPE, SIG_IGN);
    // Of the engine's workers and every other thread that asks for none; otherwise it would be what `ulimit -s` says.
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, kThreadStackSize);
    ::pthread_setattr_default_np(&attributes);
    pthread_attr_destroy(&attributes);
    ::umask(077); // the engine makes its files as it finds it
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur < limit.rlim_max) {
        limit.rlim_cur = limit.rlim_max;
        ::setrlimit(RLIMIT_NOFILE, &limit);
    }
}

bool runs_as_root() noexcept {
    if (::geteuid() != 0) return false;
    std::ifstream map("/proc/self/uid_map"); // the first line: an id here, the same one outside, how many
    unsigned long inside = 0;
    unsigned long outside = 0;
    return !(map >> inside >> outside) || outside == 0;
}

} // namespace redstart::server
