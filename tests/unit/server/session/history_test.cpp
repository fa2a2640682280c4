// Bounds and order of the history rings, and the coherence of a live snapshot.
#include "server/net/channel.hpp"
#include "server/session/history.hpp"
#include "tests/unit/server/fake_services.hpp"

#include <catch2/catch.hpp>
#include <sys/socket.h>

using namespace redstart;
using server::History;

namespace {

std::shared_ptr<const catalog::QueryRow> query_row(std::int64_t sequence, std::int32_t pid = 1) {
    auto row = std::make_shared<catalog::QueryRow>();
    row->sequence = sequence;
    row->pid = pid;
    return row;
}

} // namespace

TEST_CASE("finished statements are bounded, newest last") {
    History history(3);
    for (int i = 1; i <= 5; ++i) history.statement_started(query_row(i));
    REQUIRE(history.running().size() == 5);
    for (int i = 5; i >= 1; --i) history.statement_finished(query_row(i));
    REQUIRE(history.running().empty());
    const auto queries = history.snapshot()->queries;
    REQUIRE(queries.size() == 3);
    REQUIRE(queries.front()->sequence == 3);
    REQUIRE(queries.back()->sequence == 1);
}

TEST_CASE("running statements come in order of start") {
    History history(3);
    for (const int sequence : {2, 1, 3}) history.statement_started(query_row(sequence));
    const auto running = history.running();
    REQUIRE(running.size() == 3);
    for (int i = 0; i < 3; ++i) REQUIRE(running[static_cast<std::size_t>(i)]->sequence == i + 1);
}

TEST_CASE("the other rings are bounded, too") {
    History history(2);
    for (std::int32_t pid = 1; pid <= 5; ++pid) {
        catalog::SessionLogRow session;
        session.pid = pid;
        history.session_ended(session);
        history.termination({.pid = pid, .type = "CANCEL"});
        catalog::ConnectionEventRow event;
        event.pid = pid;
        history.connection_event(event);
    }
    const auto snapshot = history.snapshot();
    REQUIRE(snapshot->sessions.size() == 2);
    REQUIRE(snapshot->sessions.back().pid == 5);
    REQUIRE(snapshot->terminations.size() == 2);
    REQUIRE(snapshot->terminations.front().pid == 4);
    REQUIRE(snapshot->connections.size() == 4);
}

TEST_CASE("a snapshot does not change afterwards") {
    History history(2);
    history.statement_finished(query_row(1));
    const auto snapshot = history.snapshot();
    for (int i = 2; i < 9; ++i) history.statement_finished(query_row(i));
    REQUIRE(snapshot->queries.size() == 1);
    REQUIRE(snapshot->queries.front()->sequence == 1);
}

TEST_CASE("the live view shows logged-in sessions, and nothing of sessions that have gone") {
    test::FakeServices services;
    int ends[2];
    REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == 0);
    server::FileDescriptor other(ends[1]);
    server::Channel channel{server::FileDescriptor(ends[0])};
    const auto entry = services.registry.open(channel, "127.0.0.1", "1");
    services.history.statement_started(query_row(1, entry->pid()));
    services.history.statement_started(query_row(2, 4711));
    sql::TransactionInfo holder;
    holder.pid = entry->pid();
    const auto xid = services.locks.begin(holder);

    REQUIRE(services.state.live()->sessions.empty()); // not logged in yet
    entry->set_identity(101, "ann", "dev", 0);
    const auto live = services.state.live();
    REQUIRE(live->sessions.size() == 1);
    REQUIRE(live->sessions.front().user_name == "ann");
    REQUIRE(live->running.size() == 1);
    REQUIRE(live->running.front()->sequence == 1);
    REQUIRE(live->locks.size() == 1);

    entry->detach_channel();
    services.registry.close(*entry);
    REQUIRE(services.state.live()->sessions.empty());
    REQUIRE(services.state.live()->locks.empty());
    services.locks.end(xid);
}
