#include "sql/run/portals.hpp"

#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"

#include <algorithm>

#include <duckdb.hpp>
#include <fmt/core.h>

namespace redstart::sql {

std::shared_ptr<Portal> Portals::find(std::string_view name) const {
    const auto found = portals_.find(name);
    return found == portals_.end() ? nullptr : found->second;
}

void Portals::add(std::string_view name, std::shared_ptr<Portal> portal) {
    erase(name); // its result is closed before the new one opens
    if (portals_.size() >= kMost)
        throw protocol::SqlError(protocol::sqlstate::kConfigurationLimitExceeded, "too many open cursors")
            .detail(fmt::format("A session may have {}.", kMost));
    changed_ |= portal->cursor.has_value();
    portals_.emplace(name, std::move(portal));
}

void Portals::erase(std::string_view name) {
    const auto found = portals_.find(name);
    if (found == portals_.end()) return;
    changed_ |= found->second->cursor.has_value();
    portals_.erase(found);
}

template <typename Ends> void Portals::erase_if(Ends ends) {
    for (auto at = portals_.begin(); at != portals_.end();) {
        if (!ends(*at->second)) {
            ++at;
            continue;
        }
        changed_ |= at->second->cursor.has_value();
        at = portals_.erase(at);
    }
}

void Portals::clear() {
    erase_if([](const Portal&) { return true; });
}

void Portals::erase_cursors() {
    erase_if([](const Portal& portal) { return portal.cursor.has_value(); });
}

void Portals::before_commit() {
    erase_if([](const Portal& portal) { return !portal.cursor || !portal.cursor->hold; });
    for (auto& [name, portal] : portals_) portal->outcome->rows->spool();
}

void Portals::committed() {
    for (auto& [name, portal] : portals_)
        if (portal->cursor) portal->cursor->kept = true;
}

void Portals::rolled_back() {
    erase_if([](const Portal& portal) { return !portal.cursor || !portal.cursor->kept; });
}

std::vector<std::shared_ptr<Portal>> Portals::waiting() const {
    std::vector<std::shared_ptr<Portal>> waiting;
    for (const auto& [name, portal] : portals_)
        if (!portal->outcome && portal->statement->uses_engine() && portal->statement->kind() == StatementKind::Select)
            waiting.push_back(portal);
    return waiting;
}

std::vector<Prepared*> Portals::statements() const {
    std::vector<Prepared*> statements;
    for (const auto& [name, portal] : portals_) statements.push_back(portal->statement.get());
    return statements;
}

std::size_t Portals::open_cursors() const {
    return static_cast<std::size_t>(
        std::ranges::count_if(portals_, [](const auto& entry) { return entry.second->cursor.has_value(); }));
}

std::vector<catalog::CursorRow> Portals::rows(std::int32_t pid, std::int32_t user_id) const {
    std::vector<catalog::CursorRow> rows;
    for (const auto& [name, portal] : portals_) {
        if (!portal->cursor) continue;
        const auto extent = portal->outcome->rows->extent();
        rows.push_back({.user_id = user_id,
                        .name = name,
                        .xid = portal->cursor->xid,
                        .pid = pid,
                        .start_time = portal->cursor->opened,
                        .row_count = static_cast<std::int64_t>(extent.rows),
                        .byte_count = static_cast<std::int64_t>(extent.bytes),
                        .fetched_rows = static_cast<std::int64_t>(portal->cursor->position)});
    }
    return rows;
}

} // namespace redstart::sql
