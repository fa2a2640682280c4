// LocalStorage: buckets are folders of one folder, objects the regular files below them. Nothing else is reachable: a
// path is walked one name at a time from the open folder, no name is `.` or `..`, and no link is followed.
// Shared by all sessions; holds nothing but the folder's descriptor; any thread.
#pragma once

#include "sql/storage/storage.hpp"

#include <string>

namespace redstart::sql {

class LocalStorage final : public Storage {
public:
    // Throws std::system_error when the folder cannot be opened.
    explicit LocalStorage(const std::string& folder);
    ~LocalStorage() override;
    LocalStorage(const LocalStorage&) = delete;
    LocalStorage& operator=(const LocalStorage&) = delete;

    // A folder asks nobody who they are.
    std::unique_ptr<ObjectStore> connect(const ObjectAccess& access, Check check) const override;

private:
    const int folder_;
};

} // namespace redstart::sql
