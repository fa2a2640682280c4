// How a server ends, and what the next one on its data directory finds.
#include "tests/sessions/fixture.hpp"
#include "tests/support/temporary_directory.hpp"

#include <csignal>
#include <cstdlib>
#include <filesystem>

#include <catch2/catch.hpp>

namespace redstart::test {
namespace {

constexpr std::chrono::milliseconds kShutdown = 5s;

std::vector<std::string> on(const std::string& directory) { return {"--data-dir", directory, "--auth", "trust"}; }

// Exit 0 in the time that is promised.
void require_clean_end(ServerProcess& process, int signal) {
    process.signal(signal);
    REQUIRE(process.wait(Deadline(kShutdown)) == 0);
}

// One engine call that nothing interrupts.
constexpr const char* kUnstoppable = "select rs_test_fault('for 30')";

void make_numbers(Client& admin) {
    admin.must("create table numbers (i int)");
    admin.must("insert into numbers select * from generate_series(1, 10000)");
}

} // namespace

TEST_CASE("SIGTERM and SIGINT end every session with 57P01 and exit 0") {
    for (const int signal : {SIGTERM, SIGINT}) {
        ServerProcess process(on(":memory:"));
        Client admin(process);
        make_numbers(admin);
        Client idle(process);
        Client in_transaction(process);
        Client running(process);
        Client waiter(process);
        in_transaction.must("begin");
        in_transaction.must("lock numbers");
        waiter.send("select * from numbers");
        require_waiting(admin, waiter);
        running.send("select count(*) from generate_series(1, 1000000) a, generate_series(1, 1000000) b");
        require_running(admin, running);
        require_clean_end(process, signal);
        for (auto* client : {&idle, &in_transaction}) {
            REQUIRE(client->closed());
            REQUIRE_FALSE(client->notices().empty());
            require_terminated(client->notices().front());
        }
        for (auto* client : {&running, &waiter}) require_terminated(client->wait());
    }
}

TEST_CASE("an engine call that will not stop: terminate is heard at once, shutdown ends in time, nothing is lost") {
    const TemporaryDirectory directory;
    {
        ::setenv("REDSTART_TEST_FAULTS", "1", 1);
        ServerProcess process(on(directory.path()));
        ::unsetenv("REDSTART_TEST_FAULTS");
        Client admin(process);
        admin.must("create table kept (i int)");
        admin.must("insert into kept values (1)");
        Client terminated(process);
        Client cut(process);
        for (auto* client : {&terminated, &cut}) {
            client->must("begin");
            if (client == &terminated) client->must("insert into kept values (2)");
            client->send(kUnstoppable);
            require_running(admin, *client);
        }
        terminate(admin, terminated);
        require_terminated(terminated.wait(5s));
        CHECK(terminated.closed(5s));
        CHECK(admin.must("select 1").value() == "1");
        require_clean_end(process, SIGTERM);
        require_terminated(cut.wait());
    }
    ServerProcess next(on(directory.path()));
    CHECK(Client(next).must("select listagg(i, ',') from kept").value() == "1");
    require_clean_end(next, SIGTERM);
}

TEST_CASE("a second server on the same data directory is refused with one clear line") {
    const TemporaryDirectory directory;
    ServerProcess first(on(directory.path()));
    auto arguments = on(directory.path());
    for (const char* word : {"--port", "0"}) arguments.emplace_back(word);
    const auto second = run_server(arguments);
    CHECK(second.status == 1);
    CHECK(second.output.find(directory.path() + " is in use by another redstart server (process " +
                             std::to_string(first.pid()) + ")") != std::string::npos);
    CHECK(second.output.find('\n') == second.output.size() - 1);
    CHECK(Client(first).must("select 1").value() == "1");
    require_clean_end(first, SIGTERM);
    ServerProcess third(on(directory.path()));
    CHECK(Client(third).must("select 1").value() == "1");
}

TEST_CASE("kill -9 keeps what was committed, and nothing else") {
    const TemporaryDirectory directory;
    {
        ServerProcess process(on(directory.path()));
        Client admin(process);
        admin.must("create table survivors (i int)");
        admin.must("insert into survivors values (1), (2)");
        admin.must("create user survivor password 'Secret1234'");
        admin.must("grant select, insert on survivors to survivor");
        Client open(process);
        open.must("begin");
        open.must("insert into survivors values (3)");
        process.kill();
        CHECK(open.closed());
    }
    ServerProcess again(on(directory.path()));
    Client client(again, {.user = "survivor", .password = "", .database = "dev"});
    CHECK(client.must("select count(*) from survivors").value() == "2");
    CHECK(client.must("insert into survivors values (4)").tag == "INSERT 0 1");
    require_clean_end(again, SIGTERM);
    ServerProcess after(on(directory.path()));
    CHECK(Client(after).must("select count(*) from survivors").value() == "3");
}

TEST_CASE("a start that cannot work says why in one line") {
    ServerProcess taken(on(":memory:"));
    const auto port = std::to_string(taken.port());
    const std::vector<std::pair<std::vector<std::string>, int>> wrong = {
        {{"--data-dir", ":memory:", "--port", port}, 1},
        {{"--data-dir", "/proc/nowhere", "--port", "0"}, 1},
        {{"--data-dir", ":memory:", "--port", "0", "--password-file", "/proc/nowhere"}, 1},
        {{"--no-such-option"}, 2},
        {{"--port", "70000"}, 2},
        {{"--data-dir", ":memory:", "--port", "0", "--auth", "trust", "--host", "0.0.0.0"}, 2},
    };
    for (const auto& [arguments, status] : wrong) {
        const auto result = run_server(arguments);
        INFO(arguments[0] << ": " << result.output);
        CHECK(result.status == status);
        CHECK(result.output.find('\n') == result.output.size() - 1);
    }
}

// The engine makes files that are not there: the server would start, and the tables would be gone.
TEST_CASE("a start without the file of a database it knows is refused") {
    const TemporaryDirectory directory;
    auto arguments = on(directory.path());
    {
        ServerProcess process(arguments);
        Client(process).must("create table precious (i int)");
        require_clean_end(process, SIGTERM);
    }
    const auto file = directory.path() + "/dev.duckdb";
    std::filesystem::rename(file, file + ".elsewhere");
    for (const char* word : {"--port", "0"}) arguments.emplace_back(word);
    const auto refused = run_server(arguments);
    CHECK(refused.status == 1);
    CHECK(refused.output.find("database \"dev\" is damaged: " + file + " is missing") != std::string::npos);
    CHECK_FALSE(std::filesystem::exists(file));
    std::filesystem::rename(file + ".elsewhere", file);
    ServerProcess again(on(directory.path()));
    CHECK(Client(again).must("select count(*) from precious").value() == "0");
}

TEST_CASE("later starts on a data directory make neither users nor databases") {
    const TemporaryDirectory directory;
    auto arguments = on(directory.path());
    { ServerProcess first(arguments); }
    for (const char* word : {"--superuser", "somebody", "--database", "elsewhere"}) arguments.emplace_back(word);
    ServerProcess second(arguments);
    Client admin(second);
    CHECK(admin.must("select count(*) from pg_user where usename = 'somebody'").value() == "0");
    CHECK(admin.must("select count(*) from pg_database where datname = 'elsewhere'").value() == "0");
}

} // namespace redstart::test
