// Databases whose files are damaged: named, refused, saved; never forgotten. tests/damage does it at random.
#include "tests/sessions/fixture.hpp"
#include "tests/support/temporary_directory.hpp"

#include <filesystem>
#include <fstream>
#include <sstream>

#include <catch2/catch.hpp>

namespace redstart::test {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> on(const TemporaryDirectory& directory, const std::string& option = "--auth") {
    std::vector<std::string> arguments{"--data-dir", directory.file("data"), "--auth", "trust"};
    if (option != "--auth") arguments.push_back(option);
    return arguments;
}

FailedStart refused(const TemporaryDirectory& directory) {
    auto arguments = on(directory);
    for (const char* word : {"--port", "0", "--log-level", "off"}) arguments.emplace_back(word);
    return run_server(arguments);
}

std::string read(const std::string& file) {
    std::ostringstream bytes;
    bytes << std::ifstream(file, std::ios::binary).rdbuf();
    return bytes.str();
}

void write(const std::string& file, const std::string& bytes) {
    std::ofstream(file, std::ios::binary | std::ios::trunc) << bytes;
}

// Two databases with a row each, in their logs: kill -9.
void fill(const TemporaryDirectory& directory) {
    ServerProcess server(on(directory));
    Client(server).must("create database second");
    for (const char* database : {"dev", "second"}) {
        Client client(server, {"admin", "", database});
        client.must("create table t (i int)");
        client.must("insert into t values (1)");
        client.must("insert into t values (2)");
    }
    server.kill();
}

std::string log_of(const TemporaryDirectory& directory, const std::string& database) {
    for (const auto& entry : fs::directory_iterator(directory.file("data"))) {
        const auto name = entry.path().filename().string();
        if (name.starts_with(database) && name.ends_with(".wal")) return entry.path().string();
    }
    throw std::runtime_error(database + " has no log");
}

std::string refusal_of_login(const ServerProcess& server, const std::string& database) {
    try {
        Client(server, {"admin", "", database});
        return "none";
    } catch (const ConnectError& error) { return error.what(); }
}

} // namespace

TEST_CASE("a damaged database is refused by its file's name, and the others are served") {
    const TemporaryDirectory directory;
    fill(directory);
    const auto log = log_of(directory, "second");
    auto bytes = read(log);
    const auto name = fs::path(log).filename().string();
    std::string what;
    SECTION("its log has a damaged header") {
        bytes[2] = static_cast<char>(bytes[2] ^ 1);
        write(log, bytes);
        what = name + " has a damaged header";
    }
    SECTION("its log has a damaged frame") {
        bytes[8] = static_cast<char>(bytes[8] ^ 64); // the engine would take the rest for cut off
        write(log, bytes);
        what = name + " is damaged at byte 8";
    }
    SECTION("its log has lost its end, where a transaction ends") {
        fs::resize_file(log, bytes.size() / 2);
        what = name + " has " + std::to_string(bytes.size() / 2) + " bytes of the " + std::to_string(bytes.size());
    }
    SECTION("its log is missing") {
        fs::remove(log);
        what = name + " is missing";
    }
    SECTION("its file is missing") {
        fs::rename(log.substr(0, log.size() - 4), directory.file("elsewhere"));
        what = name.substr(0, name.size() - 4) + " is missing";
    }
    SECTION("its file is damaged") {
        const auto file = log.substr(0, log.size() - 4);
        auto content = read(file);
        content[4096 + 20] = static_cast<char>(content[4096 + 20] ^ 1);
        write(file, content);
        what = name.substr(0, name.size() - 4) + " cannot be read";
    }
    const auto before = fs::exists(log) ? read(log) : "";
    const ServerProcess server(on(directory));
    Client admin(server);
    CHECK(admin.must("select count(*) from t").value() == "2");
    const auto text = "database \"second\" is damaged: " + what;
    const auto login = refusal_of_login(server, "second");
    INFO(login);
    CHECK(login.find("58000: " + text) != std::string::npos);
    CHECK(admin.must("select damage from svv_redstart_storage where db_name = 'second'").value().starts_with(text));
    CHECK(admin.must("select damage from svv_redstart_storage where db_name = 'dev'").value() == "NULL");
    const auto read_it = admin.run("select * from second.public.t");
    CHECK(read_it.sqlstate == "58000");
    CHECK(read_it.message.starts_with(text));
    admin.must("create user somebody password disable");
    CHECK(admin.run("drop user somebody").sqlstate == "58000");
    CHECK(admin.must("select count(*) from svv_all_tables where database_name = 'dev' and table_name = 't'").value() ==
          "1");
    admin.must("alter database second rename to third");
    CHECK(refusal_of_login(server, "third").find("58000: database \"second\" is damaged") != std::string::npos);
    CHECK((fs::exists(log) ? read(log) : "") == before);
    admin.must("drop database third");
    CHECK_FALSE(fs::exists(log));
    admin.must("create database second");
    CHECK(refusal_of_login(server, "second") == "none");
    admin.must("drop user somebody");
}

TEST_CASE("when no database is left the start is refused, and --salvage keeps what can be read and a copy") {
    const TemporaryDirectory directory;
    fill(directory);
    {
        ServerProcess server(on(directory));
        Client(server).must("drop database second");
        server.kill();
    }
    const auto log = log_of(directory, "dev");
    auto bytes = read(log);
    std::string rows;
    SECTION("its header is damaged: everything behind it can be read") {
        bytes[0] = 'x';
        rows = "2";
    }
    SECTION("its last bytes are damaged: the transaction they belong to is lost") {
        bytes[bytes.size() - 2] = static_cast<char>(bytes[bytes.size() - 2] ^ 1);
        rows = "1";
    }
    write(log, bytes);
    for (int round = 0; round < 2; ++round) {
        const auto failed = refused(directory);
        CHECK(failed.status == 1);
        INFO(failed.output);
        CHECK(failed.output.find("database \"dev\" is damaged: " + log) != std::string::npos);
        CHECK(failed.output.find('\n') == failed.output.size() - 1);
        CHECK(read(log) == bytes);
    }
    {
        ServerProcess server(on(directory, "--salvage"));
        CHECK(Client(server).must("select count(*) from t").value() == rows);
        CHECK(read(log + ".damaged-1") == bytes);
        Client(server).must("insert into t values (3)");
        server.kill();
    }
    ServerProcess again(on(directory, "--salvage")); // nothing to salvage
    CHECK(Client(again).must("select max(i) from t").value() == "3");
    CHECK_FALSE(fs::exists(log + ".damaged-2"));
}

TEST_CASE("without the system's file there is no first start beside databases") {
    const TemporaryDirectory directory;
    fill(directory);
    const auto file = directory.file("data") + "/redstart_system.duckdb";
    SECTION("missing") { fs::rename(file, directory.file("elsewhere")); }
    SECTION("its log is missing") { fs::remove(file + ".wal"); }
    SECTION("unreadable") { write(file, "no database"); }
    const auto failed = refused(directory);
    INFO(failed.output);
    CHECK(failed.status == 1);
    CHECK(failed.output.find(file) != std::string::npos);
    CHECK(failed.output.find('\n') == failed.output.size() - 1);
    ServerProcess server(on(directory, "--salvage"));
    for (const char* database : {"dev", "second"})
        CHECK(Client(server, {"admin", "", database}).must("select count(*) from t").value() == "2");
}

} // namespace redstart::test
