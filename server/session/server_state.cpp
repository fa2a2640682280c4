#include "server/session/server_state.hpp"

#include <algorithm>

namespace redstart::server {

std::shared_ptr<const catalog::LiveSnapshot> ServerState::live() const {
    auto snapshot = std::make_shared<catalog::LiveSnapshot>();
    snapshot->locks = locks_.snapshot();
    snapshot->running = history_.running();
    for (const auto& session : registry_.sessions()) {
        catalog::SessionRow row = session->row();
        if (row.user_id == 0) continue; // has not logged in yet
        snapshot->sessions.push_back(std::move(row));
        for (auto& cursor : session->cursors()) snapshot->cursors.push_back(std::move(cursor));
    }
    const auto& sessions = snapshot->sessions; // in order of pid
    const auto ended = [&](std::int32_t pid) {
        return !std::ranges::binary_search(sessions, pid, {}, &catalog::SessionRow::pid);
    };
    std::erase_if(snapshot->locks, [&](const catalog::LockRow& row) { return ended(row.pid); });
    std::erase_if(snapshot->running, [&](const auto& row) { return ended(row->pid); });
    return snapshot;
}

std::shared_ptr<const catalog::HistorySnapshot> ServerState::history() const { return history_.snapshot(); }

} // namespace redstart::server
