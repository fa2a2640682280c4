// PartOwner: whose the files are that UNLOAD has begun and not finished in a folder of buckets. Each process that
// writes there holds the lock of a file of its own beside the buckets and puts that file's name into the names of its
// parts: a part whose owner holds no lock any more is left of a process that was killed. One per LocalStorage;
// thread-safe: one mutex over the making of the file.
#pragma once

#include "catalog/mutex/mutex.hpp"

#include <string>
#include <string_view>

namespace redstart::sql {

// What files of this kind begin with: they are no objects.
inline constexpr std::string_view kPartName = ".redstart-part-";

class PartOwner {
public:
    // `folder`: an open descriptor of the folder that has the buckets; outlives this object.
    explicit PartOwner(int folder) : folder_(folder) {}
    ~PartOwner(); // the process writes no more: its file goes
    PartOwner(const PartOwner&) = delete;
    PartOwner& operator=(const PartOwner&) = delete;

    // The name of a part that is begun. Throws std::system_error when the owner's file cannot be made.
    std::string new_part();
    // Whether the part of that name is of a process that has ended. False for what has no such name.
    bool is_left(std::string_view part) const;

private:
    const int folder_;
    Mutex mutex_;
    std::string id_ GUARDED_BY(mutex_); // empty: nothing was written yet
    int file_ GUARDED_BY(mutex_) = -1;  // locked while the process lives
};

} // namespace redstart::sql
