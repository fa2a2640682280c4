// HbaFile: the rules of --hba-file, replaceable while the server runs.
// Internally synchronized: one leaf mutex around a shared pointer.
#pragma once

#include "catalog/mutex/mutex.hpp"
#include "server/login/hba.hpp"

#include <memory>
#include <string>

namespace redstart::server {

class HbaFile {
public:
    // Throws std::runtime_error, one line with path, line and column, when the file cannot be read or understood, or
    // asks for certificates that nobody vouches for: `has_ca` says whether there is a --tls-ca.
    HbaFile(std::string path, bool has_ca);

    // Reads the file again; keeps the old rules when that throws. Counts for connections that begin afterwards.
    void reload();
    std::shared_ptr<const HbaRules> current() const;

private:
    const std::string path_;
    const bool has_ca_;
    mutable Mutex mutex_;
    std::shared_ptr<const HbaRules> rules_ GUARDED_BY(mutex_);
};

} // namespace redstart::server
