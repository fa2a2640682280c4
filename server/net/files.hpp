// Small files that only their owner may read. Stateless; any thread.
#pragma once

#include <string>
#include <string_view>

namespace redstart::server {

// Writes a new file with mode 0600 and makes it durable; it appears under its name only when complete.
// Throws std::runtime_error naming the path and the reason.
void write_private_file(const std::string& path, std::string_view content);

// The whole file. Throws std::runtime_error naming the path and the reason.
std::string read_file(const std::string& path);

} // namespace redstart::server
