#include "server/first_start.hpp"

#include "server/config/log.hpp"
#include "server/login/credentials.hpp"
#include "server/login/random_password.hpp"
#include "server/net/files.hpp"
#include "sql/executor/unattended.hpp"
#include "sql/sample/create.hpp"

#include <algorithm>

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

// One that is damaged cannot be entered; the engine does not open when all are.
std::string any_database(const Options& options, const catalog::DatabaseDirectory& databases) {
    if (const auto named = databases.find(options.database); named && named->damage.empty()) return named->name;
    const auto all = databases.all();
    const auto good = std::find_if(all.begin(), all.end(), [](const auto& one) { return one->damage.empty(); });
    return (*good)->name;
}

void make_superuser(const Options& options, bool exists, const std::string& password,
                    const catalog::DatabaseDirectory& databases, const sql::ExecutorServices& services) {
    sql::Unattended system(services, "rdsdb", catalog::kBootstrapUserId, any_database(options, databases));
    system.run(fmt::format("{} USER {} PASSWORD {} CREATEDB CREATEUSER VALID UNTIL 'infinity'",
                           exists ? "ALTER" : "CREATE", quoted(options.superuser, '"'), quoted(password, '\'')));
}

bool has_superuser(const catalog::UserDirectory& users) {
    const auto all = users.all();
    return std::any_of(all.begin(), all.end(), [](const auto& user) { return user->superuser && may_log_in(*user); });
}

// Whoever may read the directory and start the server can have all of it: no right is given away.
void report_rescue(const Options& options, bool exists) {
    log::event(LogLevel::Warning, "superuser_rescued",
               {{"user", options.superuser}, {"how", exists ? "promoted, with a new password" : "created"}});
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
                             const catalog::DatabaseDirectory& databases, const sql::ExecutorServices& services) {
    const bool exists = users.find(options.superuser) != nullptr;
    if (has_superuser(users)) {
        if (exists) return {};
        return fmt::format("user \"{}\" does not exist; --superuser counts at the first start of a data directory",
                           options.superuser);
    }
    if (!users.all().empty()) report_rescue(options, exists);
    const std::string connect = connect_line(options, port);
    if (!options.password_file.empty()) {
        make_superuser(options, exists, first_line(read_file(options.password_file)), databases, services);
        return "connect with: " + connect;
    }
    const std::string password = random_password();
    // Stored before the user exists: a start that is cut between the two makes both again.
    const std::string file = options.in_memory() ? "" : options.data_dir + "/superuser.password";
    if (!file.empty()) write_private_file(file, password + "\n");
    make_superuser(options, exists, password, databases, services);
    if (options.auth == AuthMode::Trust) return "connect with: " + connect;
    if (file.empty()) return fmt::format("connect with: PGPASSWORD={} {}", password, connect);
    return fmt::format("superuser \"{}\" {}; its password is in {}\nconnect with: PGPASSWORD=$(cat {}) {}",
                       options.superuser, exists ? "promoted" : "created", file, file, connect);
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
