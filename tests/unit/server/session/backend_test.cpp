// Whole connections over socket pairs: backend threads, signals from outside, clients that do not read or vanish.
#include "server/session/backend_threads.hpp"
#include "server/session/watcher.hpp"
#include "tests/unit/server/fake_executor.hpp"
#include "tests/unit/server/fake_services.hpp"
#include "tests/unit/server/fakes.hpp"

#include <array>
#include <functional>
#include <memory>
#include <thread>

#include <catch2/catch.hpp>
#include <sys/socket.h>
#include <sys/time.h>

using namespace redstart;
using namespace redstart::test;
using namespace std::chrono_literals;
using server::EndReason;

namespace {

bool eventually(const std::function<bool()>& condition) {
    for (int i = 0; i < 3000; ++i) {
        if (condition()) return true;
        std::this_thread::sleep_for(1ms);
    }
    return false;
}

server::Options in_memory() {
    server::Options options;
    options.data_dir = ":memory:";
    return options;
}

struct Site : FakeServices {
    ~Site() {
        fake_engine().release = true;
        registry.terminate_all(EndReason::ServerShutdown);
        threads.join_all();
        fake_engine().release = false;
    }

    FakeUsers users;
    FakeDatabases databases;
    server::AuthPolicy policy{server::AuthMode::Trust, "", false, nullptr};
    server::TlsContext tls{in_memory()};
    server::LoginThrottle throttle;
    server::StatementTimers timers;
    server::LoginServices session{policy, users, databases, true, zones};
    server::BackendServices backend{session, executor, make_fake_executor, registry, history, tls, throttle, timers};
    server::BackendThreads threads;
    server::Watcher watcher{registry, threads, timers, INT64_MAX};
};

class Client {
public:
    explicit Client(Site& site) : site_(site) {
        int ends[2];
        REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == 0);
        socket_ = server::FileDescriptor(ends[1]);
        const timeval patience{10, 0};
        ::setsockopt(socket_.get(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
        REQUIRE(site.threads.start(std::make_unique<server::Backend>(site.backend, server::FileDescriptor(ends[0]))));
    }
    void log_in(const std::string& user = "ann") {
        send(startup_packet({{"user", user}, {"database", "dev"}}));
        REQUIRE(receive("Z:I") == "R:0 S:server_version S:session_id K Z:I");
        for (const auto& entry : site_.registry.sessions()) this->entry = entry; // the newest pid is the highest
    }
    void send(std::string_view bytes) const {
        REQUIRE(::send(socket_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(bytes.size()));
    }
    // Reads until the summary ends with `end`, or, when that is empty, until the server has closed the connection.
    std::string receive(const std::string& end) {
        std::string all;
        std::array<char, 65536> block;
        for (;;) {
            const auto count = ::recv(socket_.get(), block.data(), block.size(), 0);
            if (count <= 0) return summary(all) + (count < 0 ? " timeout" : " closed");
            all.append(block.data(), static_cast<std::size_t>(count));
            bytes += static_cast<std::size_t>(count);
            if (!end.empty() && bytes < 1'000'000) {
                const auto text = summary(all);
                if (text.ends_with(end)) return text;
            }
        }
    }
    std::string ask(std::string_view sql) {
        send(query(sql));
        return receive("Z:I");
    }
    void vanish() { socket_ = server::FileDescriptor(); }

    std::shared_ptr<server::SessionEntry> entry;
    std::size_t bytes = 0;

private:
    Site& site_;
    server::FileDescriptor socket_;
};

const std::string kGoodbye = "E:FATAL:57P01:terminating connection due to administrator command closed";

bool inside(int count) {
    return eventually([=] { return fake_engine().inside == count; });
}

} // namespace

TEST_CASE("a connection from its first byte to its last") {
    Site site;
    {
        Client client(site);
        client.log_in();
        REQUIRE(client.ask("select 1") == "C Z:I");
        REQUIRE(site.state.live()->sessions.size() == 1);
        REQUIRE(client.entry->row().status == catalog::SessionStatus::Idle);
        client.send(message('X'));
        REQUIRE(client.receive("") == " closed");
    }
    REQUIRE(eventually([&] { return site.registry.sessions().empty(); }));
    REQUIRE(fake_engine().executors == 0);
    const auto history = site.history.snapshot();
    REQUIRE(history->queries.size() == 1);
    REQUIRE(history->sessions.size() == 1);
    REQUIRE(history->sessions.front().timed_out == 2); // closed by the client
    REQUIRE(history->connections.size() == 3);
    REQUIRE(history->connections.back().event == "disconnecting session");
}

TEST_CASE("what is done after a session, such as trimming the log, keeps nothing of it back") {
    std::atomic<bool> begun{false}, go_on{false};
    Site site;
    site.backend.session_gone = [&](const std::string& database) {
        begun = database == "dev";
        eventually([&] { return go_on.load(); });
    };
    Client client(site);
    client.log_in();
    client.send(message('X'));
    REQUIRE(client.receive("") == " closed");
    REQUIRE(eventually([&] { return begun.load(); }));
    REQUIRE(fake_engine().executors == 0); // and with it transaction and locks
    REQUIRE(site.registry.sessions().empty());
    go_on = true;
}

TEST_CASE("cancel") {
    Site site;
    Client client(site);
    client.log_in();
    SECTION("a running statement") {
        client.send(query("engine"));
        REQUIRE(inside(1));
        REQUIRE(client.entry->row().status == catalog::SessionStatus::Active);
        site.registry.cancel_request(client.entry->pid(), client.entry->secret(), "10.1.2.3");
        REQUIRE(client.receive("Z:I") == "E:ERROR:57014:Query cancelled on user's request Z:I");
        REQUIRE(site.history.snapshot()->terminations.size() == 1);
    }
    SECTION("an idle session: the next statement is not hurt") {
        REQUIRE_FALSE(client.entry->cancel(std::nullopt));
        REQUIRE(client.ask("select 1") == "C Z:I");
    }
    SECTION("a client that does not read: the statement ends at once, the error arrives when it reads on") {
        client.send(query("flood"));
        REQUIRE(eventually([&] { return site.state.live()->running.size() == 1; }));
        std::this_thread::sleep_for(50ms);
        REQUIRE(client.entry->cancel(std::nullopt));
        REQUIRE(eventually([&] { return site.state.live()->running.empty(); }));
        std::string all = client.receive("E:ERROR:57014:Query cancelled on user's request Z:I");
        REQUIRE(all.ends_with("D E:ERROR:57014:Query cancelled on user's request Z:I"));
        REQUIRE(client.ask("select 1") == "C Z:I");
    }
    SECTION("a COPY that waits for data") {
        client.send(query("copy"));
        REQUIRE(client.receive("G") == "G");
        REQUIRE(client.entry->cancel(std::nullopt));
        REQUIRE(client.receive("Z:I") == "E:ERROR:57014:Query cancelled on user's request Z:I");
    }
}

TEST_CASE("terminate") {
    Site site;
    Client client(site);
    const auto terminate = [&] { client.entry->terminate(EndReason::Terminated); };
    SECTION("idle") {
        client.log_in();
        terminate();
        REQUIRE(client.receive("") == kGoodbye);
    }
    SECTION("in authentication") {
        REQUIRE(eventually([&] { return site.registry.sessions().size() == 1; }));
        site.registry.sessions().front()->terminate(EndReason::Terminated);
        REQUIRE(client.receive("") == kGoodbye);
    }
    SECTION("in COPY") {
        client.log_in();
        client.send(query("copy"));
        REQUIRE(client.receive("G") == "G");
        terminate();
        REQUIRE(client.receive("") == kGoodbye);
    }
    SECTION("in the engine") {
        client.log_in();
        client.send(query("engine"));
        REQUIRE(inside(1));
        terminate();
        REQUIRE(client.receive("") == kGoodbye);
    }
    SECTION("in an engine call that will not stop: the client goes at once, the slot when the engine has let go") {
        client.log_in();
        client.send(query("stuck"));
        REQUIRE(inside(1));
        terminate();
        REQUIRE(client.receive("") == kGoodbye);
        REQUIRE(site.state.live()->sessions.front().status == catalog::SessionStatus::Terminating);
        fake_engine().release = true;
    }
    SECTION("blocked on a full socket: closed without the message") {
        client.log_in();
        client.send(query("flood"));
        REQUIRE(eventually([&] { return site.state.live()->running.size() == 1; }));
        std::this_thread::sleep_for(50ms);
        terminate();
        REQUIRE(eventually([&] { return site.registry.sessions().empty(); }));
        REQUIRE(client.receive("").find('E') == std::string::npos);
    }
    REQUIRE(eventually([&] { return site.registry.sessions().empty(); }));
    REQUIRE(fake_engine().executors == 0);
    REQUIRE(site.state.live()->running.empty());
}

TEST_CASE("a client that vanishes while its query runs takes the query with it") {
    Site site;
    Client client(site);
    client.log_in();
    client.send(query("engine"));
    REQUIRE(inside(1));
    client.vanish();
    REQUIRE(inside(0));
    REQUIRE(eventually([&] { return site.registry.sessions().empty(); }));
}

TEST_CASE("a login that takes too long is closed") {
    Site site;
    site.backend.limits.startup = 30ms;
    Client client(site);
    REQUIRE(client.receive("") == "E:FATAL:57014:canceling authentication due to timeout closed");
}

TEST_CASE("a message whose rest does not come ends the session; waiting for the next message does not") {
    Site site;
    site.backend.limits.message = 200ms;
    Client client(site);
    client.log_in();
    std::this_thread::sleep_for(300ms);
    const auto whole = query("select 1");
    for (int i = 0; i < 4; ++i) { // cut in two, each time in time
        client.send(whole.substr(0, 7));
        std::this_thread::sleep_for(80ms);
        client.send(whole.substr(7));
        REQUIRE(client.receive("Z:I") == "C Z:I");
    }
    client.send(whole + whole.substr(0, 7));
    const std::string end = client.receive("");
    REQUIRE(end == "C Z:I E:FATAL:08P01:the rest of a message did not come in time closed");
}

TEST_CASE("a session that idles longer than its user may is closed without a word") {
    Site site;
    site.users.user("ann").session_timeout = 1;
    Client client(site);
    client.log_in();
    REQUIRE(client.receive("") == " closed");
    REQUIRE(eventually([&] { return site.history.snapshot()->sessions.size() == 1; }));
    REQUIRE(site.history.snapshot()->sessions.front().timed_out == 1);
}

TEST_CASE("without a limit of the user's the server's own ends a session that idles") {
    Site site;
    site.backend.limits.idle = 50ms;
    Client client(site);
    client.log_in("admin");
    REQUIRE(client.receive("") == " closed");
    site.users.user("ann").session_timeout = 60; // the user's wins
    Client other(site);
    other.log_in("ann");
    CHECK(other.entry->row().timeout_seconds == 60);
    std::this_thread::sleep_for(120ms);
    REQUIRE(other.ask("x") == "C Z:I");
}

TEST_CASE("a session that idles in a transaction hears why it ends; outside of one it may idle on") {
    Site site;
    site.backend.limits.idle_in_transaction = 80ms;
    Client client(site);
    client.log_in();
    std::this_thread::sleep_for(200ms);
    client.send(query("begin"));
    REQUIRE(client.receive("") ==
            "C Z:T E:FATAL:25P03:terminating connection due to idle-in-transaction timeout closed");
    REQUIRE(eventually([&] { return site.history.snapshot()->sessions.size() == 1; }));
    REQUIRE(site.history.snapshot()->sessions.front().timed_out == 1);
}

TEST_CASE("bytes that are no whole message do not keep an idle session alive; a COPY in progress does") {
    Site site;
    site.backend.limits.idle = 150ms;
    Client dribbling(site);
    dribbling.log_in();
    const auto begun = server::SteadyClock::now();
    for (const char byte : std::string("Q\0\0\0", 4)) {
        dribbling.send(std::string(1, byte));
        std::this_thread::sleep_for(30ms);
    }
    REQUIRE(dribbling.receive("") == " closed");
    CHECK(server::SteadyClock::now() - begun < 400ms);
    Client copying(site);
    copying.log_in();
    copying.send(query("copy"));
    std::this_thread::sleep_for(300ms);
    copying.send(message('d', "row") + message('c'));
    REQUIRE(copying.receive("Z:I").ends_with("C Z:I"));
}

TEST_CASE("timers end the statements whose time is up, earliest first and no sooner") {
    Site site;
    Client first(site);
    first.log_in();
    Client second(site);
    second.log_in("admin");
    first.send(query("engine"));
    second.send(query("engine"));
    REQUIRE(inside(2));
    const auto begun = server::SteadyClock::now();
    site.timers.start(second.entry, begun + 150ms);
    site.timers.start(first.entry, begun + 30ms); // earlier than what the watcher sleeps until
    REQUIRE(first.receive("Z:I") == "E:ERROR:57014:Query cancelled on user's request Z:I");
    const auto early = server::SteadyClock::now() - begun;
    CHECK(early >= 30ms);
    CHECK(early < 100ms);
    REQUIRE(second.receive("Z:I") == "E:ERROR:57014:Query cancelled on user's request Z:I");
    CHECK(server::SteadyClock::now() - begun >= 150ms);
}

TEST_CASE("a timer that was stopped ends nothing") {
    Site site;
    Client client(site);
    client.log_in();
    client.send(query("engine"));
    REQUIRE(inside(1));
    const auto due = server::SteadyClock::now() + 30ms;
    site.timers.start(client.entry, due);
    site.timers.stop(*client.entry, due);
    std::this_thread::sleep_for(150ms);
    REQUIRE(inside(1));
    REQUIRE(client.entry->cancel(std::nullopt));
    REQUIRE(client.receive("Z:I") == "E:ERROR:57014:Query cancelled on user's request Z:I");
}

TEST_CASE("signals from many threads while sessions come and go") {
    Site site;
    std::atomic<bool> stop{false};
    std::vector<std::thread> signallers;
    for (int i = 0; i < 2; ++i) {
        signallers.emplace_back([&, i] {
            while (!stop) {
                for (const auto& entry : site.registry.sessions()) {
                    if (i == 0) entry->cancel(std::nullopt);
                    if (i == 1) entry->terminate(EndReason::Terminated);
                    site.state.live();
                }
                std::this_thread::sleep_for(1ms);
            }
        });
    }
    std::vector<std::thread> clients;
    for (int i = 0; i < 2; ++i) {
        clients.emplace_back([&] {
            for (int round = 0; round < 40; ++round) {
                int ends[2];
                if (::socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0) return;
                server::FileDescriptor socket(ends[1]);
                site.threads.start(std::make_unique<server::Backend>(site.backend, server::FileDescriptor(ends[0])));
                const auto bytes = startup_packet({{"user", "admin"}, {"database", "dev"}}) + query("engine");
                ::send(socket.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
                std::array<char, 4096> block;
                while (::recv(socket.get(), block.data(), block.size(), 0) > 0) {}
            }
        });
    }
    for (auto& client : clients) client.join();
    stop = true;
    for (auto& signaller : signallers) signaller.join();
    REQUIRE(eventually([&] { return site.registry.sessions().empty(); }));
    REQUIRE(fake_engine().executors == 0);
}
