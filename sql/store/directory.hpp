// Directory: the rows of one directory as they were last read, by name and by id; hands out shared immutable rows.
// Thread-safe: one leaf mutex.
#pragma once

#include "catalog/mutex/mutex.hpp"

#include <algorithm>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace redstart::sql {

// `Row` has a name; `kId` is the member that tells rows apart.
template <typename Row, auto kId> class Directory {
public:
    using Shared = std::shared_ptr<const Row>;
    using Id = std::remove_cvref_t<decltype(std::declval<Row>().*kId)>;

    Shared lookup(std::string_view name) const {
        const MutexLock lock(mutex_);
        const auto found = by_name_.find(std::string(name));
        return found == by_name_.end() ? nullptr : found->second;
    }
    Shared lookup_id(Id id) const {
        const MutexLock lock(mutex_);
        const auto found = by_id_.find(id);
        return found == by_id_.end() ? nullptr : found->second;
    }
    // By name.
    std::vector<Shared> list() const {
        std::vector<Shared> rows;
        {
            const MutexLock lock(mutex_);
            rows.reserve(by_name_.size());
            for (const auto& [name, row] : by_name_) rows.push_back(row);
        }
        std::sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) { return a->name < b->name; });
        return rows;
    }
    void replace(std::vector<Row> rows) {
        std::unordered_map<std::string, Shared> by_name;
        std::unordered_map<Id, Shared> by_id;
        for (auto& row : rows) {
            const auto shared = std::make_shared<const Row>(std::move(row));
            by_name.emplace(shared->name, shared);
            by_id.emplace((*shared).*kId, shared);
        }
        const MutexLock lock(mutex_);
        by_name_.swap(by_name);
        by_id_.swap(by_id);
    }

private:
    mutable Mutex mutex_;
    std::unordered_map<std::string, Shared> by_name_ GUARDED_BY(mutex_);
    std::unordered_map<Id, Shared> by_id_ GUARDED_BY(mutex_);
};

} // namespace redstart::sql
