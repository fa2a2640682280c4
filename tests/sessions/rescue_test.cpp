// A data directory in which no superuser can log in any more is not lost: --superuser names who becomes one.
#include "tests/sessions/fixture.hpp"
#include "tests/support/temporary_directory.hpp"

#include <fstream>

#include <catch2/catch.hpp>

namespace redstart::test {
namespace {

std::vector<std::string> arguments(const TemporaryDirectory& directory, const std::string& superuser) {
    return {"--data-dir", directory.file("data"), "--superuser",
            superuser,    "--password-file",      directory.file("password")};
}

void write_password(const TemporaryDirectory& directory, const std::string& password) {
    std::ofstream(directory.file("password")) << password << '\n';
}

bool gets_in(const ServerProcess& server, const std::string& user, const std::string& password) {
    try {
        Client client(server, {.user = user, .password = password, .database = "dev"});
        return client.must("show is_superuser").value() == "on";
    } catch (const ConnectError&) { return false; }
}

} // namespace

TEST_CASE("a start names a superuser where none could log in, and changes nobody else's rights") {
    const TemporaryDirectory directory;
    write_password(directory, "First1234");
    {
        const ServerProcess process(arguments(directory, "admin"));
        Client admin(process, {.user = "admin", .password = "First1234", .database = "dev"});
        admin.must("create user clerk password 'Clerk1234' createdb");
    }
    write_password(directory, "Second1234");
    {
        const ServerProcess process(arguments(directory, "clerk")); // there is a superuser: nothing happens
        CHECK_FALSE(gets_in(process, "clerk", "Second1234"));
        CHECK_FALSE(gets_in(process, "clerk", "Clerk1234"));
        Client admin(process, {.user = "admin", .password = "First1234", .database = "dev"});
        admin.must("alter user admin valid until '2001-01-01'");
    }
    {
        const ServerProcess process(arguments(directory, "clerk"));
        CHECK(gets_in(process, "clerk", "Second1234"));
        CHECK_FALSE(gets_in(process, "clerk", "Clerk1234")); // who knew the old password gets nothing
        Client clerk(process, {.user = "clerk", .password = "Second1234", .database = "dev"});
        clerk.must("alter user clerk valid until '2001-01-01'");
    }
    const ServerProcess process(arguments(directory, "another"));
    CHECK(gets_in(process, "another", "Second1234"));
}

} // namespace redstart::test
