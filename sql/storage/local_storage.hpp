// LocalStorage: buckets are folders of one folder, objects the regular files below them. Nothing else is reachable: a
// path is walked one name at a time from the open folder, no name is `.` or `..`, and no link is followed.
// Shared by all sessions; holds the folder's descriptor and who it is that writes there; any thread.
#pragma once

#include "sql/storage/part_owner.hpp"
#include "sql/storage/storage.hpp"

#include <memory>
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
    std::unique_ptr<PartOwner> owner_;
};

} // namespace redstart::sql
