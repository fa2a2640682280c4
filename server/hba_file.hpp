// HbaFile: the rules of --hba-file, replaceable while the server runs.
// Internally synchronized: one leaf mutex around a shared pointer.
#pragma once

#include "server/hba.hpp"
#include "sql/lock/mutex.hpp"

#include <memory>
#include <string>

namespace redstart::server {

class HbaFile {
public:
    // Throws std::runtime_error, one line with path, line and column, when the file cannot be read or understood.
    explicit HbaFile(std::string path);

    // Reads the file again; keeps the old rules when that throws. Counts for connections that begin afterwards.
    void reload();
    std::shared_ptr<const HbaRules> current() const;

private:
    const std::string path_;
    mutable sql::Mutex mutex_;
    std::shared_ptr<const HbaRules> rules_ GUARDED_BY(mutex_);
};

} // namespace redstart::server
