// Portals: the portals and cursors of one session by name (they share their names, PostgreSQL) and what a transaction's
// end does to them. Owned by the executor; on the backend's thread. Ends before the engine connection.
#pragma once

#include "catalog/state/system_state.hpp"
#include "sql/run/portal.hpp"

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace redstart::sql {

class Portals {
public:
    // nullptr when there is none of that name.
    std::shared_ptr<Portal> find(std::string_view name) const;
    bool contains(std::string_view name) const { return portals_.contains(name); }
    // So many may be open in a session.
    static constexpr std::size_t kMost = 10'000;
    // Replaces the one that has the name. Throws 53400 when there are kMost others.
    void add(std::string_view name, std::shared_ptr<Portal> portal);
    void erase(std::string_view name); // harmless when there is none
    void erase_cursors();
    void clear();

    // Before the engine commits: results of WITH HOLD are spooled, everything else that would end is closed.
    // Throws what spooling a result throws; nothing is lost then but what the failed commit ends anyway.
    void before_commit();
    // After it: what was held is the session's now.
    void committed();
    // A rollback or an error ends all but what an earlier commit kept.
    void rolled_back();

    // Bound queries whose rows nobody has asked for yet.
    std::vector<std::shared_ptr<Portal>> waiting() const;
    // Of all of them; a statement may have several.
    std::vector<Prepared*> statements() const;

    std::size_t open_cursors() const;
    // The open cursors, and whether anything about them changed since the last call.
    bool take_changes() { return std::exchange(changed_, false); }
    void note_change() { changed_ = true; }
    std::vector<catalog::CursorRow> rows(std::int32_t pid, std::int32_t user_id) const;

private:
    template <typename Ends> void erase_if(Ends ends);

    std::map<std::string, std::shared_ptr<Portal>, std::less<>> portals_;
    bool changed_ = false; // of the cursors
};

} // namespace redstart::sql
