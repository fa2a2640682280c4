// Pids, secrets, limits, and who may signal whom.
#include "protocol/error.hpp"
#include "server/net/channel.hpp"
#include "sql/executor/no_client.hpp"
#include "tests/unit/server/fake_executor.hpp"
#include "tests/unit/server/fake_services.hpp"
#include "tests/unit/server/fakes.hpp"

#include <set>

#include <catch2/catch.hpp>
#include <sys/socket.h>

using namespace redstart;
using namespace redstart::test;
using server::BackendRegistry;
using sql::SignalKind;
using sql::SignalOutcome;

namespace {

// A registered connection without a backend.
struct Connection {
    Connection(BackendRegistry& owner, const catalog::User& user, const catalog::Database& database)
        : Connection(owner) {
        try {
            registry.admit(*entry, user, database);
        } catch (...) {
            leave();
            throw;
        }
        entry->set_identity(user.id, user.name, database.name, 0);
    }
    explicit Connection(BackendRegistry& owner, const std::string& address = "127.0.0.1")
        : registry(owner), channel(make(peer)), entry(registry.open(channel, address, "5")) {}
    ~Connection() { leave(); }

    void leave() {
        entry->detach_channel();
        registry.close(*entry);
    }
    static server::FileDescriptor make(server::FileDescriptor& peer) {
        int ends[2];
        REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == 0);
        peer = server::FileDescriptor(ends[1]);
        return server::FileDescriptor(ends[0]);
    }

    BackendRegistry& registry;
    server::FileDescriptor peer;
    server::Channel channel;
    std::shared_ptr<server::SessionEntry> entry;
};

template <typename Work> std::string error_of(Work work) {
    try {
        work();
    } catch (const protocol::SqlError& error) { return error.sqlstate() + ":" + error.message(); }
    return "none";
}

} // namespace

TEST_CASE("pids are unique and look like a modern cluster's; secrets differ") {
    FakeServices services;
    std::vector<std::unique_ptr<Connection>> connections;
    std::set<std::int32_t> pids, secrets;
    for (int i = 0; i < 50; ++i) {
        connections.push_back(std::make_unique<Connection>(services.registry));
        pids.insert(connections.back()->entry->pid());
        secrets.insert(connections.back()->entry->secret());
    }
    REQUIRE(pids.size() == 50);
    REQUIRE(*pids.begin() > (1 << 30));
    REQUIRE(secrets.size() == 50);
    REQUIRE(services.registry.sessions().size() == 50);
    connections.clear();
    REQUIRE(services.registry.wait_until_empty(server::SteadyClock::now()));
}

TEST_CASE("connection limits") {
    FakeServices services(2);
    FakeUsers users;
    const auto dev = *FakeDatabases().find("dev");
    const auto small = *FakeDatabases().find("small");
    auto& registry = services.registry;
    const auto connect = [&](const std::string& user, const catalog::Database& database) {
        return std::make_unique<Connection>(registry, users.user(user), database);
    };

    SECTION("superusers get in when the others do not") {
        const auto first = connect("ann", dev), second = connect("ann", dev);
        REQUIRE(error_of([&] { connect("ann", dev); }) ==
                "53300:connection limit \"2\" exceeded for non-bootstrap users");
        std::vector<std::unique_ptr<Connection>> admins;
        for (std::size_t i = 0; i < BackendRegistry::kReservedForSuperusers; ++i)
            admins.push_back(connect("admin", dev));
        REQUIRE(error_of([&] { connect("admin", dev); }) == "53300:sorry, too many clients already");
        admins.clear();
        REQUIRE(error_of([&] { connect("ann", dev); }) != "none");
    }
    SECTION("superusers take nothing from the others") {
        std::vector<std::unique_ptr<Connection>> open;
        for (std::size_t i = 0; i < 2 + BackendRegistry::kReservedForSuperusers; ++i)
            open.push_back(connect("admin", dev));
        REQUIRE(error_of([&] { connect("admin", dev); }) == "53300:sorry, too many clients already");
        open.push_back(connect("ann", dev));
        open.push_back(connect("ann", dev));
        REQUIRE(error_of([&] { connect("ann", dev); }) ==
                "53300:connection limit \"2\" exceeded for non-bootstrap users");
        open.erase(open.begin());
        REQUIRE(error_of([&] { connect("ann", dev); }) != "none");
        open.pop_back();
        REQUIRE(error_of([&] { connect("ann", dev); }) == "none");
    }
    SECTION("a slot is free again when its session has gone") {
        connect("ann", dev);
        connect("ann", dev);
        connect("ann", dev);
        const auto last = connect("ann", dev);
        REQUIRE(registry.sessions().size() == 1);
    }
    SECTION("per user, superusers exempt") {
        const auto first = connect("one", dev);
        REQUIRE(error_of([&] { connect("one", dev); }) == "53300:too many connections for user \"one\"");
        users.user("one").superuser = true;
        REQUIRE(error_of([&] { connect("one", dev); }) == "none");
    }
    SECTION("per database") {
        const auto first = connect("ann", small);
        REQUIRE(error_of([&] { connect("one", small); }) == "53300:too many connections for database \"small\"");
        REQUIRE(error_of([&] { connect("one", dev); }) == "none");
    }
}

TEST_CASE("too many connections that never log in push out the oldest of them") {
    FakeServices services;
    FakeUsers users;
    Connection member(services.registry, users.user("ann"), *FakeDatabases().find("dev"));
    std::vector<std::unique_ptr<Connection>> strangers;
    for (std::size_t i = 0; i < BackendRegistry::kMostPending; ++i) {
        strangers.push_back(std::make_unique<Connection>(services.registry));
    }
    REQUIRE_FALSE(strangers.front()->entry->terminating());
    const Connection one_more(services.registry);
    REQUIRE(strangers.front()->entry->terminating());
    REQUIRE_FALSE(strangers[1]->entry->terminating());
    REQUIRE_FALSE(member.entry->terminating());
}

TEST_CASE("a crowd from one address pushes out its own, not who came alone before it") {
    FakeServices services;
    const Connection alone(services.registry, "192.0.2.1");
    std::vector<std::unique_ptr<Connection>> crowd;
    for (std::size_t i = 0; i < BackendRegistry::kMostPending + 10; ++i) // one IPv6 network
        crowd.push_back(std::make_unique<Connection>(services.registry, "2001:db8::" + std::to_string(i % 100)));
    const auto pushed_out = [&](std::size_t i) { return crowd[i]->entry->terminating(); };
    REQUIRE_FALSE(alone.entry->terminating());
    REQUIRE(services.registry.crowded("2001:db8::"));
    REQUIRE_FALSE(services.registry.crowded("192.0.2.1"));
    for (std::size_t i = 0; i < crowd.size(); ++i) REQUIRE(pushed_out(i) == (i < 11));
    crowd.clear();
    REQUIRE_FALSE(services.registry.crowded("2001:db8::"));
    std::vector<std::unique_ptr<Connection>> others; // what has gone counts no longer
    for (std::size_t i = 1; i < BackendRegistry::kMostPending; ++i)
        others.push_back(std::make_unique<Connection>(services.registry, "192.0.2.2"));
    REQUIRE_FALSE(others.front()->entry->terminating());
    const Connection one_more(services.registry, "192.0.2.3");
    REQUIRE(others.front()->entry->terminating());
}

TEST_CASE("who may signal whom, and what is remembered of it") {
    FakeServices services;
    FakeUsers users;
    auto& registry = services.registry;
    const auto dev = *FakeDatabases().find("dev");
    const Connection ann(registry, users.user("ann"), dev);
    const Connection admin(registry, users.user("admin"), dev);
    const auto signal = [&](SignalKind kind, std::int32_t pid, std::int32_t caller, bool superuser) {
        return registry.signal(kind, pid, caller, superuser, std::nullopt);
    };
    const auto victim = ann.entry->pid();

    REQUIRE(signal(SignalKind::Cancel, victim, 101, false) == SignalOutcome::Sent);
    REQUIRE(signal(SignalKind::Cancel, victim, 102, false) == SignalOutcome::PermissionDenied);
    REQUIRE(signal(SignalKind::Terminate, admin.entry->pid(), 101, false) == SignalOutcome::PermissionDenied);
    REQUIRE(signal(SignalKind::Terminate, 4711, 100, true) == SignalOutcome::NoSuchSession);
    REQUIRE_FALSE(ann.entry->terminating());
    REQUIRE(signal(SignalKind::Terminate, victim, 100, true) == SignalOutcome::Sent);
    REQUIRE(ann.entry->terminating());
    REQUIRE(ann.entry->row().status == catalog::SessionStatus::Terminating);
    REQUIRE_FALSE(admin.entry->terminating());

    const auto rows = services.history.snapshot()->terminations;
    REQUIRE(rows.size() == 2);
    REQUIRE(rows[0].pid == victim);
    REQUIRE(std::string(rows[0].type) == "CANCEL");
    REQUIRE(rows[0].user_id == 101);
    REQUIRE(std::string(rows[1].type) == "TERMINATE");
    REQUIRE(rows[1].user_id == 100);
}

TEST_CASE("a cancel request without the right key, or for an idle session, does nothing") {
    FakeServices services;
    FakeUsers users;
    const Connection ann(services.registry, users.user("ann"), *FakeDatabases().find("dev"));
    services.registry.cancel_request(ann.entry->pid(), ann.entry->secret() + 1, "10.1.2.3");
    services.registry.cancel_request(4711, ann.entry->secret(), "10.1.2.3");
    services.registry.cancel_request(ann.entry->pid(), ann.entry->secret(), "10.1.2.3");
    REQUIRE(services.history.snapshot()->terminations.empty());
    REQUIRE_FALSE(ann.entry->signalled());
}

TEST_CASE("who ends all sessions tells each of them before any is stopped") {
    FakeServices services;
    sql::NoClient silent;
    std::vector<std::unique_ptr<Connection>> connections;
    std::vector<std::unique_ptr<sql::Executor>> executors;
    for (int i = 0; i < 3; ++i) {
        connections.push_back(std::make_unique<Connection>(services.registry));
        executors.push_back(make_fake_executor(services.executor, {}, silent, silent));
        connections.back()->entry->attach_executor(*executors.back());
    }
    fake_engine().unannounced = 0;
    connections[0]->entry->terminate(server::EndReason::Terminated);
    CHECK(fake_engine().unannounced == 1); // the counter counts
    services.registry.terminate_all(server::EndReason::ServerShutdown);
    CHECK(fake_engine().unannounced == 1);
    CHECK(connections[2]->entry->end_reason() == server::EndReason::ServerShutdown);
    for (auto& connection : connections) connection->entry->detach_executor();
}
