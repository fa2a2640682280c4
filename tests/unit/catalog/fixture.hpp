// An engine with the catalog installed, one database `dev` and one attached session over made-up live state.
// One per test case; one thread.
#pragma once

#include "catalog/state/directories.hpp"
#include "catalog/state/session_services.hpp"
#include "catalog/type/type_map.hpp"
#include "protocol/error.hpp"

#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace redstart::catalog {

class FakeUsers final : public UserDirectory {
public:
    std::vector<std::shared_ptr<const User>> rows;
    std::shared_ptr<const User> find(std::string_view name) const override {
        for (const auto& user : rows)
            if (user->name == name) return user;
        return nullptr;
    }
    std::shared_ptr<const User> find_by_id(std::int32_t id) const override {
        for (const auto& user : rows)
            if (user->id == id) return user;
        return nullptr;
    }
    std::vector<std::shared_ptr<const User>> all() const override { return rows; }
};

class FakeDatabases final : public DatabaseDirectory {
public:
    std::vector<std::shared_ptr<const Database>> rows;
    std::shared_ptr<const Database> find(std::string_view name) const override {
        for (const auto& database : rows)
            if (database->name == name) return database;
        return nullptr;
    }
    std::vector<std::shared_ptr<const Database>> all() const override { return rows; }
};

class FakeGroups final : public GroupDirectory {
public:
    std::vector<std::shared_ptr<const Group>> rows;
    std::shared_ptr<const Group> find(std::string_view name) const override {
        for (const auto& group : rows)
            if (group->name == name) return group;
        return nullptr;
    }
    std::shared_ptr<const Group> find_by_id(std::int32_t id) const override {
        for (const auto& group : rows)
            if (group->id == id) return group;
        return nullptr;
    }
    std::vector<std::shared_ptr<const Group>> all() const override { return rows; }
};

class FakeRoles final : public RoleDirectory {
public:
    std::vector<std::shared_ptr<const Role>> rows;
    std::shared_ptr<const Role> find(std::string_view name) const override {
        for (const auto& role : rows)
            if (role->name == name) return role;
        return nullptr;
    }
    std::shared_ptr<const Role> find_by_id(std::int32_t id) const override {
        for (const auto& role : rows)
            if (role->id == id) return role;
        return nullptr;
    }
    std::vector<std::shared_ptr<const Role>> all() const override { return rows; }
};

class FakeSession final : public SessionServices {
public:
    std::string user = "admin";
    std::int32_t id = 100;
    bool is_superuser = true;
    std::string database_name = "dev";
    std::vector<std::string> path{"public"};
    std::map<std::string, std::string, std::less<>> settings;
    std::shared_ptr<LiveSnapshot> live_rows = std::make_shared<LiveSnapshot>();
    std::shared_ptr<HistorySnapshot> history_rows = std::make_shared<HistorySnapshot>();
    std::vector<std::int32_t> cancelled, terminated;
    std::map<std::int32_t, std::vector<std::int32_t>> blocked; // waiter -> who blocks it

    std::int32_t pid() const override { return 4711; }
    const std::string& user_name() const override { return user; }
    std::int32_t user_id() const override { return id; }
    bool superuser() const override { return is_superuser; }
    const std::string& database() const override { return database_name; }
    std::vector<std::string> search_path() const override { return path; }
    std::optional<std::string> setting(std::string_view name) const override {
        const auto found = settings.find(name);
        return found == settings.end() ? std::nullopt : std::optional(found->second);
    }
    std::string set_config(std::string_view name, std::string_view value, bool local) override {
        return settings[std::string(name)] = std::string(value) + (local ? " (local)" : "");
    }
    std::vector<ViewColumn> late_columns(duckdb::ClientContext&, const std::string&,
                                         const std::string&) const override {
        return {};
    }
    std::shared_ptr<const LiveSnapshot> live() const override { return live_rows; }
    std::shared_ptr<const HistorySnapshot> history() const override { return history_rows; }
    std::vector<std::int32_t> blockers(std::int32_t waiter) const override {
        const auto found = blocked.find(waiter);
        return found == blocked.end() ? std::vector<std::int32_t>() : found->second;
    }
    std::int32_t last_query_id() const override { return 42; }
    LastTransfer last_load() const override { return {41, 3}; }
    LastTransfer last_unload() const override { return {}; }
    Micros statement_start() const override { return 1'700'000'000'500'000; }
    Micros transaction_start() const override { return 1'700'000'000'000'000; }
    std::int32_t cancel_backend(std::int32_t victim) override { return cancelled.push_back(victim), 1; }
    std::int32_t terminate_backend(std::int32_t victim) override;
};

// A result with every value as text; NULL is "NULL".
struct Answer {
    std::vector<std::string> names;
    std::vector<WireType> types;
    std::vector<std::vector<std::string>> rows;
    std::string error; // empty when the statement succeeded
    std::string sqlstate;
};

class CatalogFixture {
public:
    CatalogFixture();
    ~CatalogFixture();

    Answer query(const std::string& sql);
    // The only value of a statement that must succeed with one row and one column.
    std::string value(const std::string& sql);
    // Processor time, so that a busy machine does not count.
    std::chrono::microseconds install_time() const { return install_time_; }

    FakeUsers users;
    FakeDatabases databases;
    FakeGroups groups;
    FakeRoles roles;
    FakeSession session;

private:
    struct Engine;
    std::unique_ptr<Engine> engine_;
    std::chrono::microseconds install_time_{};
};

} // namespace redstart::catalog
