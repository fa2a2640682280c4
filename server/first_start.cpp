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

} // namespace

std::string create_superuser(const Options& options, std::uint16_t port, const catalog::UserDirectory& users,
                             const sql::ExecutorServices& services) {
    if (users.find(options.superuser)) return {};
    const std::string connect =
        fmt::format("psql -h {} -p {} -U {} {}", options.host, port, options.superuser, options.database);
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

std::string create_sample(const Options& options, const catalog::UserDirectory& users,
                          const sql::ExecutorServices& services) {
    if (!options.sample) return {};
    const auto owner = users.find(options.superuser);
    if (!sql::create_tickit(services, options.sample->scale, owner->name, owner->id)) return {};
    return fmt::format("sample database \"tickit\" created, scale {}", options.sample->scale);
}

} // namespace redstart::server
