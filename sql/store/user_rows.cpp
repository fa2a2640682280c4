#include "sql/store/user_rows.hpp"

#include "sql/store/setting_rows.hpp"
#include "sql/store/store_rows.hpp"

namespace redstart::sql {
namespace {

using catalog::User;

constexpr std::string_view kColumns = "id, name, create_db, superuser, password_disabled, syslog_unrestricted, "
                                      "connection_limit, valid_until, session_timeout, scram, md5, sha256_digest, "
                                      "sha256_salt, external_id, last_ddl";

User user_of(const StoreValues& row) {
    User user;
    user.id = number_of<std::int32_t>(row[0]);
    user.name = text_of(row[1]);
    user.create_db = flag_of(row[2]);
    user.superuser = flag_of(row[3]);
    user.password_disabled = flag_of(row[4]);
    user.syslog_unrestricted = flag_of(row[5]);
    user.connection_limit = optional_number_of<std::int32_t>(row[6]);
    user.valid_until = optional_number_of<std::int64_t>(row[7]);
    user.session_timeout = number_of<std::int32_t>(row[8]);
    user.password.scram = text_of(row[9]);
    user.password.md5 = text_of(row[10]);
    user.password.sha256_digest = text_of(row[11]);
    user.password.sha256_salt = text_of(row[12]);
    // The first data directories had no such columns.
    user.external_id = text_of(row[13]);
    user.last_ddl = optional_number_of<std::int64_t>(row[14]);
    return user;
}

StoreValues values_of(const User& user) {
    return {store_value(user.id),
            user.name,
            store_value(user.create_db),
            store_value(user.superuser),
            store_value(user.password_disabled),
            store_value(user.syslog_unrestricted),
            store_value(user.connection_limit),
            store_value(user.valid_until),
            store_value(user.session_timeout),
            user.password.scram,
            user.password.md5,
            user.password.sha256_digest,
            user.password.sha256_salt,
            user.external_id,
            store_value(user.last_ddl)};
}

} // namespace

std::vector<User> read_users(duckdb::Connection& connection) {
    std::vector<User> users;
    auto settings = read_settings(connection, "user_settings");
    for (const auto& row : select_store(connection, kColumns, "users")) {
        users.push_back(user_of(row));
        users.back().settings = std::move(settings[users.back().id]);
    }
    return users;
}

void insert_user(StoreWriter& writer, const User& user) { writer.write(StoreStatement::InsertUser, values_of(user)); }

void update_user(StoreWriter& writer, const User& user) { writer.write(StoreStatement::UpdateUser, values_of(user)); }

void erase_user(StoreWriter& writer, std::int32_t user_id) {
    const auto id = store_value(user_id);
    writer.write(StoreStatement::DeleteUser, {id});
    writer.write(StoreStatement::ResetUserSetting, {id, "all"});
    writer.write(StoreStatement::DropGroupMembers, {std::nullopt, id});
    writer.write(StoreStatement::RevokeRolesFromUser, {id});
}

std::int32_t take_user_id(StoreWriter& writer) { return take_number(writer, "last user id"); }

void set_user_setting(StoreWriter& writer, std::int32_t user_id, const std::string& name,
                      const std::optional<std::string>& value) {
    writer.write(StoreStatement::ResetUserSetting, {store_value(user_id), name});
    if (value) writer.write(StoreStatement::SetUserSetting, {store_value(user_id), name, *value});
}

} // namespace redstart::sql
