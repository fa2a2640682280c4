// The write-ahead log: an open transaction that has written lets it grow, a view shows that, and the end of that
// session trims it.
#include "tests/sessions/fixture.hpp"
#include "tests/support/temporary_directory.hpp"

#include <catch2/catch.hpp>

namespace redstart::test {

TEST_CASE("a log that an open transaction kept is visible, and trimmed when that session ends") {
    const TemporaryDirectory directory;
    const ServerProcess server({"--data-dir", directory.file("data"), "--auth", "trust"});
    Client writer(server);
    const auto log = [&] { return std::stoll(writer.must("select log_bytes from svv_redstart_storage").value()); };
    writer.must("create table big (a bigint, b varchar(64))");
    writer.must("create table small (i int)");
    writer.must("insert into small values (1)");
    const auto quiet = log();
    std::optional<Client> holder(server);
    holder->must("begin");
    holder->must("insert into small values (2)");
    CHECK(writer.must("select oldest_pid from svv_redstart_storage").value() == holder->pid_text());
    for (int round = 0; round < 70; ++round)
        writer.must("insert into big select i * 7919, md5(i::varchar) from generate_series(1, 20000) t(i)");
    const auto grown = log();
    INFO("log: " << quiet << ", then " << grown);
    CHECK(grown > (20LL << 20));
    holder.reset();
    CHECK(eventually([&] { return log() < (1LL << 20); }));
    CHECK(writer.must("select count(*) from big").value() == "1400000");
}

TEST_CASE("values of any size cannot be asked for") {
    auto client = session();
    for (const std::string call : {"range(1000000000)", "printf('%1000000000d', 1)", "format('{:>1000000000}', 'x')"}) {
        INFO(call);
        CHECK(client.run("select " + call).sqlstate == "42883");
    }
    for (const std::string call : {"repeat('abcdefgh', 500000000)", "replicate('a', 65536)", "lpad('a', 65536)",
                                   "rpad('a', 2000000000, 'bc')", "generate_series(1, 1000000000)"}) {
        INFO(call);
        CHECK(client.run("select " + call).sqlstate == "54000");
    }
    CHECK(client.must("select len(repeat('a', 65535))").value() == "65535");
    CHECK(client.must("select count(*) from generate_series(1, 5)").value() == "5");
}

} // namespace redstart::test
