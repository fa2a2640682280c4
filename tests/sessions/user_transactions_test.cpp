// Users and tables in one transaction: both are changed or neither is, also where the server is killed between any two
// steps of the commit, and killed again while it makes up for it.
#include "tests/sessions/fixture.hpp"
#include "tests/support/temporary_directory.hpp"

#include <cstdlib>

#include <catch2/catch.hpp>
#include <signal.h>

namespace redstart::test {
namespace {

std::string users(Client& client) {
    std::string text;
    const auto answer = client.must("select usename from pg_user where usename like 't\\_%' order by 1");
    for (const auto& row : answer.rows) text.append(text.empty() ? "" : " ").append(row[0].value_or("null"));
    return text;
}

std::string tables(Client& client) {
    std::string text;
    const auto answer = client.must("select relname from pg_class where relname like 'made%' order by 1");
    for (const auto& row : answer.rows) text.append(text.empty() ? "" : " ").append(row[0].value_or("null"));
    return text;
}

void change_both(Client& client, bool tables_first) {
    client.must("begin");
    if (tables_first) client.must("create table made (i int)");
    client.must("create user t_new password 'Secret1234' in group t_group");
    client.must("drop user t_old");
    client.must("create role t_role");
    client.must("grant role t_role to t_new with admin option");
    client.must("grant vacuum to role t_role");
    if (!tables_first) client.must("create table made (i int)");
    client.must("insert into made values (1), (2)");
    client.must("alter table made owner to t_new");
    client.must("alter group t_group rename to t_renamed");
    client.must("alter user t_new set search_path to made");
}

// What change_both() begins with.
void prepare(Client& client) {
    client.must("create user t_old password disable");
    client.must("create group t_group user t_old");
}

void require_all(Client& client) {
    CHECK(users(client) == "t_new");
    CHECK(tables(client) == "made");
    CHECK(client.must("select count(*) from made").value() == "2");
    CHECK(client.must("select tableowner from pg_tables where tablename = 'made'").value() == "t_new");
    CHECK(client.must("select user_is_member_of('t_new', 't_role')").value() == "t");
    CHECK(client.must("select user_is_member_of('t_new', 't_renamed')").value() == "t");
    CHECK(client.must("select count(*) from svv_system_privileges where identity_name = 't_role'").value() == "1");
    CHECK(client.must("select useconfig from pg_user where usename = 't_new'").value() == "{search_path=made}");
}

void require_nothing(Client& client) {
    CHECK(users(client) == "t_old");
    CHECK(tables(client).empty());
    CHECK(client.must("select user_is_member_of('t_old', 't_group')").value() == "t");
    CHECK(client.must("select count(*) from svv_roles where role_name = 't_role'").value() == "0");
}

class Faults {
public:
    explicit Faults(const std::string& step) { ::setenv("REDSTART_TEST_FAULTS", ("kill at " + step).c_str(), 1); }
    ~Faults() { ::unsetenv("REDSTART_TEST_FAULTS"); }
};

} // namespace

TEST_CASE("Users and tables change in one transaction, in either order") {
    for (const bool tables_first : {true, false}) {
        INFO(tables_first);
        const ServerProcess server({"--data-dir", ":memory:", "--auth", "trust"});
        Client client(server);
        prepare(client);
        change_both(client, tables_first);
        CHECK(users(client) == "t_new");
        Client other(server);
        CHECK(users(other) == "t_old");
        client.must("rollback");
        require_nothing(client);
        change_both(client, tables_first);
        client.must("commit");
        require_all(client);
        require_all(other);
        other.must("drop table made");
        other.must("drop user t_new");
    }
}

TEST_CASE("What ends a transaction undoes its users with its tables") {
    const ServerProcess server({"--data-dir", ":memory:", "--auth", "trust"});
    Client admin(server);
    prepare(admin);
    admin.must("create table numbers as select * from generate_series(1, 10000) t(i)"); // for kEndless
    std::optional<Client> client(server);
    change_both(*client, true);
    CHECK(client->run("select 1/0").failed());
    CHECK(client->must("commit").tag == "ROLLBACK");
    require_nothing(*client);
    change_both(*client, false);
    client->send(kEndless);
    require_running(admin, *client);
    client->request_cancel();
    require_cancelled(client->wait());
    client->must("rollback");
    require_nothing(*client);
    change_both(*client, true);
    terminate(admin, *client);
    require_gone(admin, client->pid_text());
    require_nothing(admin);
    client.emplace(server);
    change_both(*client, true);
    client.reset(); // disconnects
    REQUIRE(eventually([&] { return admin.must("select count(*) from stv_sessions").value() == "1"; }));
    require_nothing(admin);
    Client next(server);
    change_both(next, true); // no lock was left
    next.must("commit");
    require_all(admin);
}

TEST_CASE("Sessions that change users wait for each other") {
    const ServerProcess server({"--data-dir", ":memory:", "--auth", "trust"});
    Client first(server);
    Client second(server);
    Client observer(server);
    first.must("begin");
    first.must("create user t_a password disable");
    second.send("create user t_a password disable");
    require_waiting(observer, second);
    first.must("commit");
    CHECK(second.wait().message == "user \"t_a\" already exists");
    first.must("begin");
    first.must("drop user t_a");
    second.send("create user t_a password disable");
    require_waiting(observer, second);
    first.must("commit");
    CHECK_FALSE(second.wait().failed());
    CHECK(users(observer) == "t_a");
}

TEST_CASE("A kill between any two steps of the commit leaves users and tables together") {
    struct Step {
        const char* name;
        bool committed;
        bool redone; // the next start has something to do
    };
    for (const auto& step : std::initializer_list<Step>{{"redo noted", false, false},
                                                        {"tables committed", true, true},
                                                        {"users committed", true, true},
                                                        {"redo forgotten", true, false}}) {
        INFO(step.name);
        const TemporaryDirectory directory;
        const std::vector<std::string> arguments{"--data-dir", directory.file("data"), "--auth", "trust"};
        {
            const Faults faults(step.name);
            ServerProcess server(arguments);
            Client client(server);
            prepare(client);
            change_both(client, true);
            client.send("commit");
            CHECK(client.closed());
            REQUIRE(server.wait(Deadline(kPatience)) == 128 + SIGKILL);
        }
        if (step.redone) {
            const Faults faults("redo made");
            CHECK(run_server(arguments).status == 128 + SIGKILL);
        }
        for (int start = 0; start < 2; ++start) {
            ServerProcess server(arguments);
            Client client(server);
            step.committed ? require_all(client) : require_nothing(client);
            if (start == 1) { // and goes on
                client.must("begin");
                client.must("create user t_later password disable");
                client.must("create table made_later (i int)");
                client.must("commit");
                CHECK(users(client).find("t_later") != std::string::npos);
            }
            server.signal(SIGTERM);
            REQUIRE(server.wait(Deadline(kPatience)) == 0);
        }
    }
}

} // namespace redstart::test
