// Control statements and the seeds' look-ups while the engine has more work than cores.
#include "tests/sessions/fixture.hpp"

#include <catch2/catch.hpp>

namespace redstart::test {
namespace {

constexpr std::size_t kHeavy = 16;
constexpr std::chrono::milliseconds kPromise = 2s;

std::vector<Client> heavy_sessions(Client& observer) {
    std::vector<Client> sessions;
    for (std::size_t i = 0; i < kHeavy; ++i) {
        sessions.push_back(session());
        sessions.back().send(kEndless);
    }
    for (const auto& heavy : sessions) require_running(observer, heavy);
    return sessions;
}

} // namespace

TEST_CASE("with 16 heavy queries running, cancel, terminate and the look-ups answer within two seconds") {
    auto admin = session();
    auto heavy = heavy_sessions(admin);

    const auto running = admin.run("select pid, trim(starttime) as start, duration, trim(user_name) as user, "
                                   "substring (query,1,40) as querytxt from stv_recents where status = 'Running'",
                                   kPromise);
    CHECK(running.rows.size() >= kHeavy);
    CHECK(admin.run("select * from svv_transactions", kPromise).rows.size() >= kHeavy);

    CHECK(admin.run("select pg_terminate_backend(" + heavy[0].pid_text() + ")", kPromise).value() == "1");
    require_terminated(heavy[0].wait(kPromise));
    CHECK(admin.run("cancel " + heavy[1].pid_text(), kPromise).tag == "CANCEL");
    require_cancelled(heavy[1].wait(kPromise));

    const auto all = admin.run("select pg_cancel_backend(pid) from stv_recents where status = 'Running' "
                               "and query like 'select count(*) from numbers a%' and pid <> pg_backend_pid()",
                               kPromise);
    CHECK(all.rows.size() >= kHeavy - 2); // the terminated one may still be in the engine
    for (std::size_t i = 2; i < kHeavy; ++i) require_cancelled(heavy[i].wait(10s));
}

TEST_CASE("with 16 heavy queries running, a new session is let in") {
    auto admin = session();
    auto heavy = heavy_sessions(admin);
    const Deadline promised(kPromise);
    auto late = session();
    CHECK(late.run("select 1", kPromise).value() == "1");
    CHECK_FALSE(promised.passed());
    for (const auto& victim : heavy) terminate(late, victim);
    for (auto& victim : heavy) require_terminated(victim.wait(10s));
}

} // namespace redstart::test
