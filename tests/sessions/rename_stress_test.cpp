// ALTER DATABASE RENAME beside sessions that walk the databases, read from it, enter it, and make and drop others: each
// rename happens whole or not at all, and nobody else notices more than a name that is not there.
#include "catalog/mutex/mutex.hpp"
#include "tests/sessions/fixture.hpp"
#include "tests/support/temporary_directory.hpp"

#include <atomic>
#include <functional>
#include <set>
#include <thread>

#include <catch2/catch.hpp>

namespace redstart::test {
namespace {

constexpr int kRenames = 40;

// What went wrong, from any thread.
class Surprises {
public:
    void check(const Answer& answer, const std::set<std::string>& allowed, const std::string& what) {
        if (answer.failed() && !allowed.contains(answer.sqlstate))
            add(what + ": " + answer.sqlstate + " " + answer.message);
    }
    void add(const std::string& text) {
        const MutexLock lock(mutex_);
        seen_.insert(text);
    }
    std::set<std::string> seen() {
        const MutexLock lock(mutex_);
        return seen_;
    }

private:
    Mutex mutex_;
    std::set<std::string> seen_ GUARDED_BY(mutex_);
};

const char* const kWalks[] = {"select count(*), sum(log_bytes) from svv_redstart_storage",
                              "select datname, pg_database_size(oid) from pg_database",
                              "select sum(pg_tablespace_size('pg_default'))",
                              "select count(*) from svv_all_tables",
                              "select count(*) from svv_redshift_tables",
                              "select * from pg_database_info"};

// Alone, and in blocks that stay open for some statements.
void walk(Client& client, Surprises& surprises, std::atomic<bool>& done, bool blocks) {
    while (!done) {
        if (blocks) client.run("begin");
        for (const char* sql : kWalks) surprises.check(client.run(sql), {}, sql);
        if (blocks) client.run("commit");
    }
}

// By either name, from another database.
void read_from(Client& client, Surprises& surprises, std::atomic<bool>& done) {
    while (!done)
        for (const std::string name : {"one", "two"}) {
            const auto rows = client.run("select count(*) from " + name + ".public.kept");
            surprises.check(rows, {"3D000"}, "read");
            if (!rows.failed() && rows.value() != "1000") surprises.add("rows: " + rows.value());
            surprises.check(client.run("select n from " + name + ".public.seen"), {"3D000", "0A000"}, "view");
        }
}

void enter(const ServerProcess& server, Surprises& surprises, std::atomic<bool>& done) {
    while (!done)
        for (const std::string name : {"one", "two"}) {
            try {
                Client inside(server, {"admin", "", name});
                const auto answer = inside.run("select n from seen");
                if (answer.failed() || answer.value() != "1000") surprises.add("inside: " + answer.message);
            } catch (const ConnectError& error) {
                const std::string text = error.what();
                if (text.find("3D000") == std::string::npos && text.find("55006") == std::string::npos)
                    surprises.add(text);
            }
        }
}

void make_and_drop(Client& client, Surprises& surprises, std::atomic<bool>& done) {
    while (!done) {
        surprises.check(client.run("create database third"), {}, "create");
        surprises.check(client.run("drop database third"), {}, "drop");
    }
}

// To and fro; the name that it has at the end.
std::string rename(Client& admin, Surprises& surprises) {
    std::string name = "one";
    int renamed = 0;
    const Deadline deadline(std::chrono::seconds(40));
    while (renamed < kRenames && !deadline.passed()) {
        const std::string wanted = name == "one" ? "two" : "one";
        const auto answer = admin.run("alter database " + name + " rename to " + wanted);
        surprises.check(answer, {"55006"}, "rename");
        if (answer.failed()) continue;
        name = wanted;
        ++renamed;
    }
    CHECK(renamed >= 10);
    return name;
}

} // namespace

TEST_CASE("a database is renamed whole or not at all, whoever looks at it") {
    const TemporaryDirectory directory;
    const ServerProcess server({"--data-dir", directory.file("data"), "--auth", "trust"});
    Client admin(server);
    admin.must("create database one");
    {
        Client inside(server, {"admin", "", "one"});
        inside.must("create table kept (i int)");
        inside.must("insert into kept select * from generate_series(1, 1000)");
        inside.must("create view seen as select count(*) as n from kept");
    }
    Surprises surprises;
    std::atomic<bool> done{false};
    std::vector<std::thread> others;
    const auto beside = [&](const std::function<void(Client&)>& work) {
        others.emplace_back([&, work] {
            try {
                Client client(server);
                work(client);
            } catch (const std::exception& error) { surprises.add(error.what()); }
        });
    };
    for (const bool blocks : {false, true, false})
        beside([&, blocks](Client& client) { walk(client, surprises, done, blocks); });
    beside([&](Client& client) { read_from(client, surprises, done); });
    beside([&](Client& client) { make_and_drop(client, surprises, done); });
    beside([&](Client&) { enter(server, surprises, done); });
    const auto name = rename(admin, surprises);
    done = true;
    for (auto& other : others) other.join();
    for (const auto& text : surprises.seen()) UNSCOPED_INFO(text);
    CHECK(surprises.seen().empty());
    CHECK(admin.must("select count(*) from pg_database where datname in ('one', 'two')").value() == "1");
    CHECK(admin.must("select count(*) from svv_redstart_storage where file_bytes is null").value() == "0");
    CHECK(Client(server, {"admin", "", name}).must("select n from seen").value() == "1000");
}

} // namespace redstart::test
