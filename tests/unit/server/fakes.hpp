// Users, databases, client packets and a shorthand for what a server sent, for the tests of this room.
#pragma once

#include "catalog/state/databases.hpp"
#include "catalog/state/users.hpp"
#include "protocol/md5.hpp"
#include "protocol/scram.hpp"
#include "protocol/wire_writer.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace redstart::test {

class FakeUsers final : public catalog::UserDirectory {
public:
    FakeUsers() {
        add("admin", 100).superuser = true;
        add("ann", 101).password.scram = protocol::ScramVerifier::make("Secret1pass", "0123456789abcdef").to_string();
        add("old", 102).password.md5 = protocol::make_md5_password("Secret1pass", "old");
        add("late", 103).password.scram = user("ann").password.scram;
        user("late").valid_until = 1;
        add("off", 104).password_disabled = true;
        add("one", 105).connection_limit = 1;
        add("rdsdb", catalog::kBootstrapUserId).superuser = true;
    }

    catalog::User& add(const std::string& name, std::int32_t id) {
        auto made = std::make_shared<catalog::User>();
        made->id = id;
        made->name = name;
        users_[name] = made;
        return *made;
    }
    catalog::User& user(const std::string& name) { return *users_.at(name); }

    // The user as another object: who holds the former one does not see what changes.
    catalog::User& replace(const std::string& name) {
        users_[name] = std::make_shared<catalog::User>(user(name));
        return user(name);
    }
    void rename(const std::string& name, const std::string& to) {
        replace(name).name = to;
        users_[to] = users_.extract(name).mapped();
    }

    std::shared_ptr<const catalog::User> find(std::string_view name) const override {
        const auto found = users_.find(std::string(name));
        return found == users_.end() ? nullptr : found->second;
    }
    std::shared_ptr<const catalog::User> find_by_id(std::int32_t id) const override {
        for (const auto& [name, user] : users_)
            if (user->id == id) return user;
        return nullptr;
    }
    std::vector<std::shared_ptr<const catalog::User>> all() const override {
        std::vector<std::shared_ptr<const catalog::User>> everybody;
        for (const auto& [name, user] : users_) everybody.push_back(user);
        return everybody;
    }

private:
    std::map<std::string, std::shared_ptr<catalog::User>> users_;
};

class FakeDatabases final : public catalog::DatabaseDirectory {
public:
    std::shared_ptr<const catalog::Database> find(std::string_view name) const override {
        if (name != "dev" && name != "small") return nullptr;
        auto database = std::make_shared<catalog::Database>();
        database->name = name;
        database->oid = name == "dev" ? 1000 : 1001;
        if (name == "small") database->connection_limit = 1;
        return database;
    }
    std::vector<std::shared_ptr<const catalog::Database>> all() const override { return {}; }
};

// A start-up packet of protocol 3.`minor`.
inline std::string startup_packet(const std::vector<std::pair<std::string, std::string>>& parameters,
                                  std::uint32_t minor = 0) {
    protocol::WireWriter writer;
    for (const auto& [name, value] : parameters) writer.text(name), writer.text(value);
    writer.byte('\0');
    protocol::WireWriter packet;
    packet.i32(static_cast<std::uint32_t>(writer.size() + 8));
    packet.i32((3U << 16) + minor);
    packet.bytes(writer.view());
    return std::string(packet.view());
}

// SSLRequest (5679), GSSENCRequest (5680).
inline std::string request_packet(std::uint32_t low) {
    protocol::WireWriter packet;
    packet.i32(8);
    packet.i32((1234U << 16) + low);
    return std::string(packet.view());
}

inline std::string cancel_packet(std::int32_t pid, std::int32_t secret) {
    protocol::WireWriter packet;
    packet.i32(16);
    packet.i32((1234U << 16) + 5678);
    packet.i32(static_cast<std::uint32_t>(pid));
    packet.i32(static_cast<std::uint32_t>(secret));
    return std::string(packet.view());
}

inline std::string message(char tag, std::string_view body = {}) {
    protocol::WireWriter writer;
    writer.begin(tag);
    writer.bytes(body);
    writer.end();
    return std::string(writer.view());
}
inline std::string query(std::string_view sql) { return message('Q', std::string(sql) + '\0'); }
inline std::string parse(std::string_view sql) {
    return message('P', std::string(1, '\0') + std::string(sql) + '\0' + std::string(2, '\0'));
}
// The fake executor runs the portal's name.
inline std::string execute(std::string_view sql) {
    return message('E', std::string(sql) + '\0' + std::string(4, '\0'));
}
inline std::string sync_message() { return message('S'); }

// "C Z:I" for CommandComplete and ReadyForQuery; errors as "E:SEVERITY:SQLSTATE:message", R with its code.
std::string summary(std::string_view bytes);

} // namespace redstart::test
