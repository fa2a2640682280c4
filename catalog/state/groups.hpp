// Group and the abstract GroupDirectory: groups of users, cluster-wide. Values only; thread-safe by contract.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace redstart::catalog {

inline constexpr std::int32_t kFirstGroupId = 100;

struct Group {
    std::int32_t id = 0;
    std::string name;
    std::vector<std::int32_t> members; // ids of users, ascending
};

class GroupDirectory {
public:
    virtual ~GroupDirectory() = default;
    // The latest committed state; nullptr when there is no such group. Thread-safe.
    virtual std::shared_ptr<const Group> find(std::string_view name) const = 0;
    virtual std::shared_ptr<const Group> find_by_id(std::int32_t id) const = 0;
    virtual std::vector<std::shared_ptr<const Group>> all() const = 0;
};

} // namespace redstart::catalog
