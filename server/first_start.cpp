#include "server/first_start.hpp"

#include "server/files.hpp"
#include "server/random_password.hpp"
#include "sql/sample/create.hpp"
#include "sql/unattended.hpp"

#include <fmt/format.h>

namespace redstart::server {
namespace {

std::string quoted(std::string_view text, char quote) {
    std::string result(1, quote);
    for (const char c : text) {
        if (c == quote) result += quote;
        result += c;
    }
    return result += quote;
}

std::string first_line(const std::string& text) { return text.substr(0, text.find_first_of("\r\n")); }

void create_user(const Options& options, const std::string& password, const sql::ExecutorServices& services) {
    sql::Unattended system(services, "rdsdb", catalog::kBootstrapUserId, options.database);
    system.run(fmt::format("CREATE USER {} PASSWORD {} CREATEDB CREATEUSER", quoted(options.superuser, '"'),
                           quoted(password, '\'')));
}

std::string connect_line(const Options& options, std::uint16_t port) {
    const bool anywhere = options.host == "0.0.0.0" || options.host == "::";
    return fmt::format("psql -h {} -p {} -U {} {}", anywhere ? "127.0.0.1" : options.host, port, options.superuser,
                       options.sample ? options.sample->name : options.database);
}

// Of what the server makes itself: the named superuser, or the oldest one where there is no such user any more.
std::shared_ptr<const catalog::User> owner(const Options& options, const catalog::UserDirectory& users) {
    if (auto named = users.find(options.superuser)) return named;
    for (auto& user : users.all())
        if (user->superuser) return user;
    return nullptr;
}

} // namespace

std::string create_superuser(const Options& options, std::uint16_t port, const catalog::UserDirectory& users,
                             const sql::ExecutorServices& services) {
    if (users.find(options.superuser)) return {};
    if (!users.all().empty())
        return fmt::format("user \"{}\" does not exist; --superuser counts at the first start of a data directory",
                           options.superuser);
    const std::string connect = connect_line(options, port);
    if (!options.password_file.empty()) {
        create_user(options, first_line(read_file(options.password_file)), services);
        return "connect with: " + connect;
    }
    const std::string password = random_password();
    // Stored before the user exists: a start that is cut between the two makes both again.
    const std::string file = options.in_memory() ? "" : options.data_dir + "/superuser.password";
    if (!file.empty()) write_private_file(file, password + "\n");
    create_user(options, password, services);
    if (options.auth == AuthMode::Trust) return "connect with: " + connect;
    if (file.empty()) return fmt::format("connect with: PGPASSWORD={} {}", password, connect);
    return fmt::format("superuser \"{}\" created; its password is in {}\nconnect with: PGPASSWORD=$(cat {}) {}",
                       options.superuser, file, file, connect);
}

std::string unused_database(const Options& options, const catalog::DatabaseDirectory& databases) {
    if (databases.find(options.database)) return {};
    return fmt::format("database \"{}\" does not exist; --database counts at the first start of a data directory",
                       options.database);
}

std::string create_sample(const Options& options, const catalog::UserDirectory& users,
                          const sql::ExecutorServices& services) {
    if (!options.sample) return {};
    const auto user = owner(options, users);
    if (!user || !sql::create_tickit(services, options.sample->scale, user->name, user->id)) return {};
    return fmt::format("sample database \"tickit\" created, scale {}", options.sample->scale);
}

} // namespace redstart::server
