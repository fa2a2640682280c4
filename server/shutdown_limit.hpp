// Ends the process for good when an orderly end takes too long. Any thread.
#pragma once

#include <chrono>

namespace redstart::server {

// Ends the process with exit code 0 now, without destructors: sessions may still be inside the engine.
[[noreturn]] void end_process() noexcept;

// Does so after that time, unless the process has ended by itself; the thread that waits is never joined.
void limit_shutdown(std::chrono::milliseconds time);

} // namespace redstart::server
