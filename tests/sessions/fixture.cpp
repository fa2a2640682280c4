#include "tests/sessions/fixture.hpp"

#include <regex>

#include <catch2/catch.hpp>
#include <sys/ioctl.h>
#include <sys/socket.h>

namespace redstart::test {

const char* const kEndless = "select count(*) from numbers a, numbers b, numbers c where a.i + b.i + c.i = -1";
const char* const kFlood = "select repeat('x', 4000), a.i, b.i from numbers a, numbers b";

ServerProcess& server() {
    static ServerProcess process({"--data-dir", ":memory:", "--auth", "trust"});
    static const bool prepared = [] {
        Client admin(process);
        admin.must("create table numbers (i int)");
        admin.must("grant select on numbers to public");
        admin.must("insert into numbers select * from generate_series(1, 10000)");
        admin.must("create user plain password 'Plain1234'");
        return true;
    }();
    static_cast<void>(prepared);
    return process;
}

Client session(const std::string& user, const std::string& database) {
    return Client(server(), {.user = user, .password = "", .database = database});
}

namespace {

int count(Client& observer, const std::string& from) {
    return std::stoi(observer.must("select count(*) from " + from).value());
}

bool has_transaction(Client& observer, const std::string& pid) {
    return count(observer, "svv_transactions where pid = " + pid) > 0 ||
           count(observer, "pg_locks where pid = " + pid) > 0;
}

} // namespace

void require_running(Client& observer, const Client& victim) {
    REQUIRE(eventually(
        [&] { return count(observer, "stv_recents where status = 'Running' and pid = " + victim.pid_text()) > 0; }));
}

void require_waiting(Client& observer, const Client& victim) {
    REQUIRE(eventually([&] { return waiting(observer, victim) > 0; }));
}

void require_gone(Client& observer, const std::string& pid, std::chrono::milliseconds limit) {
    REQUIRE(eventually(
        [&] { return !has_transaction(observer, pid) && count(observer, "stv_sessions where process = " + pid) == 0; },
        limit));
}

void require_no_locks(Client& observer, const Client& victim, std::chrono::milliseconds limit) {
    REQUIRE(eventually([&] { return !has_transaction(observer, victim.pid_text()); }, limit));
    REQUIRE(count(observer, "stv_sessions where process = " + victim.pid_text()) == 1);
}

int granted(Client& observer, const Client& of) {
    return count(observer, "pg_locks where granted and relation is not null and pid = " + of.pid_text());
}

int waiting(Client& observer, const Client& of) {
    return count(observer, "pg_locks where not granted and pid = " + of.pid_text());
}

const std::vector<Cancel> kCancels = {
    {"pg_cancel_backend",
     [](Client& observer, Client& victim) {
         REQUIRE(observer.must("select pg_cancel_backend(" + victim.pid_text() + ")").value() == "1");
     }},
    {"CANCEL",
     [](Client& observer, Client& victim) { REQUIRE(observer.must("cancel " + victim.pid_text()).tag == "CANCEL"); }},
    {"CancelRequest", [](Client&, Client& victim) { victim.request_cancel(); }},
};

void terminate(Client& observer, const Client& victim) {
    REQUIRE(observer.must("select pg_terminate_backend(" + victim.pid_text() + ")").value() == "1");
}

void require_terminated(const Answer& answer) {
    REQUIRE(answer.sqlstate == "57P01");
    REQUIRE(answer.severity == "FATAL");
    REQUIRE(answer.message == "terminating connection due to administrator command");
}

void require_cancelled(const Answer& answer) {
    REQUIRE(answer.sqlstate == "57014");
    REQUIRE(answer.severity == "ERROR");
    // The number is the query's; a statement without one has none (r_CANCEL).
    REQUIRE(std::regex_match(answer.message, std::regex("Query( \\([0-9]+\\))? cancelled on user's request")));
}

void require_full(Client& client) {
    constexpr int kQuietPolls = 30;
    int last = 0;
    int quiet = 0;
    REQUIRE(eventually([&] {
        int available = 0;
        ::ioctl(client.socket(), FIONREAD, &available);
        quiet = available > 0 && available == last ? quiet + 1 : 0;
        last = available;
        return quiet >= kQuietPolls;
    }));
}

} // namespace redstart::test
