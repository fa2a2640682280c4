// StatementCache: the plans of SELECTs that a session sends again and again as simple queries, by their text, so that
// the next one is not read, resolved and planned anew. A plan of another catalog, search path or user is never handed
// out; whoever changes a setting clears the cache. Owned by the executor; on the backend's thread.
#pragma once

#include "sql/prepared.hpp"

#include <cstddef>
#include <list>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

namespace redstart::sql {

class StatementCache {
public:
    static constexpr std::size_t kStatements = 32;
    static constexpr std::size_t kLongestText = 8192;

    // The current plan of this text; nullptr when there is none.
    std::shared_ptr<Prepared> find(std::string_view text);
    // Counts a text that find() did not know. True when it has come before and is worth a plan: add() it then.
    bool seen_before(std::string_view text);
    void add(std::string_view text, std::shared_ptr<Prepared> prepared);
    void clear();

private:
    struct Entry {
        std::string text;
        std::shared_ptr<Prepared> prepared; // nullptr: it came once
    };
    using Entries = std::list<Entry>; // the one used last in front

    Entry& touch(std::string_view text);

    Entries entries_;
    std::unordered_map<std::string_view, Entries::iterator> by_text_; // views into entries_
};

} // namespace redstart::sql
