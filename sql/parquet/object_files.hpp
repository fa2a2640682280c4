// ObjectFiles: the file system of an engine that reads and writes objects: the few that one statement has named, by
// numbers, and nothing else. Owned by that engine; its threads read at the same time, one thread writes.
#pragma once

#include "catalog/engine/engine_types.hpp"
#include "catalog/mutex/mutex.hpp"
#include "sql/storage/storage.hpp"

#include <exception>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace duckdb {
class FileSystem;
} // namespace duckdb

namespace redstart::sql {

// Takes the bytes of a file that is written, from its beginning to its end.
using ByteSink = std::function<void(std::string_view)>;

// The objects of one statement, shared by it and the file system.
class ObjectFiles {
public:
    // The path by which the engine opens it from now on.
    std::string add(std::unique_ptr<RangedObject> object);
    std::string add(ByteSink sink);
    // No longer; whoever has it open keeps it.
    void remove(const std::string& path);

    // Throws the first thing that storage has thrown, if there is any: the engine passes on no more than its text.
    void rethrow() const;

    struct File {
        std::unique_ptr<RangedObject> object; // nullptr: it is written
        ByteSink sink;
    };
    // nullptr: there is none.
    std::shared_ptr<File> find(const std::string& path) const;
    void note(std::exception_ptr failure);

private:
    mutable Mutex mutex_;
    std::vector<std::shared_ptr<File>> files_ GUARDED_BY(mutex_); // by their numbers
    std::exception_ptr failure_ GUARDED_BY(mutex_);
};

Owned<duckdb::FileSystem> file_system_of(std::shared_ptr<ObjectFiles> files);

} // namespace redstart::sql
