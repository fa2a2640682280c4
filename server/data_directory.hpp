// DataDirectory: the directory of a server, held for as long as the object lives. Used by the main thread.
#pragma once

#include "server/net/file_descriptor.hpp"

#include <string>

namespace redstart::server {

class DataDirectory {
public:
    // Creates the directory (mode 0700) when it is missing and locks it against a second server; takes from others what
    // they may do with one that is there and with the databases in it. Nothing for ":memory:". Throws
    // std::runtime_error with one clear line.
    explicit DataDirectory(const std::string& path);

private:
    FileDescriptor lock_; // flock ends with the process, however it ends
};

} // namespace redstart::server
