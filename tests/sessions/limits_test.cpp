// A statement that needs more memory or disk than there is: its error, and a server that goes on with its data.
#include "tests/sessions/fixture.hpp"
#include "tests/support/temporary_directory.hpp"

#include <catch2/catch.hpp>
#include <sys/mount.h>

namespace redstart::test {
namespace {

// A small file system of its own in `path`, for the life of the object; not mounted without the right to.
class SmallDisk {
public:
    explicit SmallDisk(std::string path)
        : path_(std::move(path)), mounted_(::mount("tmpfs", path_.c_str(), "tmpfs", 0, "size=24m") == 0) {}
    ~SmallDisk() {
        if (mounted_) ::umount2(path_.c_str(), MNT_DETACH);
    }
    SmallDisk(const SmallDisk&) = delete;
    SmallDisk& operator=(const SmallDisk&) = delete;

    bool mounted() const { return mounted_; }

private:
    const std::string path_;
    const bool mounted_;
};

void fill(Client& client) {
    client.must("create table t (a bigint, b varchar(64))");
    client.must("insert into t select i, md5(i::varchar) from generate_series(1, 300000) g(i)");
}

} // namespace

TEST_CASE("memory that does not suffice is 53200, for one statement only") {
    const TemporaryDirectory directory;
    const ServerProcess server({"--data-dir", directory.file("data"), "--auth", "trust", "--memory-limit", "60MB"});
    Client client(server);
    fill(client);
    client.must("begin");
    const auto error = client.run("select length(array_to_string(array_agg(b), ',')) from t, generate_series(1, 50)");
    CHECK(error.sqlstate == "53200");
    CHECK(error.message == "out of memory");
    CHECK(client.status() == 'E');
    client.must("rollback");
    CHECK(client.must("select count(*) from t").value() == "300000");
    CHECK(client.must("insert into t values (1, 'x')").tag == "INSERT 0 1");
}

TEST_CASE("a full disk is 53100, for one statement only, and nothing that was committed is lost") {
    const TemporaryDirectory directory;
    const SmallDisk disk(directory.path());
    if (!disk.mounted()) {
        WARN("skipped: mounting a file system needs root");
        return;
    }
    const std::vector<std::string> arguments{"--data-dir", directory.file("data"), "--auth", "trust"};
    std::optional<ServerProcess> server(arguments);
    std::optional<Client> client(*server);
    fill(*client);
    long long rows = 300'000;
    Answer answer;
    for (int round = 0; round < 200 && !answer.failed(); ++round) {
        answer = client->run("insert into t select i * 7919, md5(i::varchar) from generate_series(1, 20000) g(i)");
        if (!answer.failed()) rows += 20'000;
    }
    CHECK(answer.sqlstate == "53100");
    CHECK(answer.message.find(directory.path()) == std::string::npos);
    CHECK(client->must("select count(*) from t").value() == std::to_string(rows));
    server->kill();
    server.emplace(arguments);
    client.emplace(*server);
    CHECK(client->must("select count(*) from t").value() == std::to_string(rows));
}

TEST_CASE("a log that the disk has no room to write into its file stays where it is, and nobody is disturbed") {
    const TemporaryDirectory directory;
    const SmallDisk disk(directory.path());
    if (!disk.mounted()) {
        WARN("skipped: mounting a file system needs root");
        return;
    }
    const ServerProcess server({"--data-dir", directory.file("data"), "--auth", "trust"});
    Client writer(server);
    const auto log = [&] { return std::stoll(writer.must("select log_bytes from svv_redstart_storage").value()); };
    writer.must("create table t (a bigint, b varchar(64))");
    writer.must("create table small (i int)");
    writer.must("create temp table of_session (i int)"); // gone when the engine is opened again
    std::optional<Client> holder(server);
    holder->must("begin");
    holder->must("insert into small values (2)");
    int rows = 0;
    for (; log() < (17LL << 20); rows += 20'000)
        writer.must("insert into t select i * 7919, md5((i * 31)::varchar) from generate_series(1, 20000) g(i)");
    holder.reset();
    CHECK(eventually([&] { return writer.must("select count(*) from stv_sessions").value() == "1"; }));
    std::this_thread::sleep_for(300ms); // the thread of the session that has ended looks at the log now
    CHECK(writer.must("select count(*) from of_session").value() == "0");
    CHECK(writer.must("select count(*) from t").value() == std::to_string(rows));
    CHECK(log() >= (17LL << 20));
}

} // namespace redstart::test
