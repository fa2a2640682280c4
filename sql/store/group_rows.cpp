#include "sql/store/group_rows.hpp"

#include "sql/store/store_rows.hpp"

#include <algorithm>

namespace redstart::sql {

using catalog::Group;

std::vector<Group> read_groups(duckdb::Connection& connection) {
    std::vector<Group> groups;
    for (const auto& row : select_store(connection, "id, name", "user_groups ORDER BY id"))
        groups.push_back({number_of<std::int32_t>(row[0]), text_of(row[1]), {}});
    for (const auto& row : select_store(connection, "group_id, user_id", "group_members ORDER BY ALL")) {
        const auto id = number_of<std::int32_t>(row[0]);
        const auto group = std::ranges::lower_bound(groups, id, {}, &Group::id);
        if (group != groups.end() && group->id == id) group->members.push_back(number_of<std::int32_t>(row[1]));
    }
    return groups;
}

std::int32_t insert_group(StoreWriter& writer, const std::string& name) {
    const auto id = take_number(writer, "last group id");
    writer.write(StoreStatement::InsertGroup, {store_value(id), name});
    return id;
}

void rename_group(StoreWriter& writer, std::int32_t id, const std::string& name) {
    writer.write(StoreStatement::RenameGroup, {store_value(id), name});
}

void erase_group(StoreWriter& writer, std::int32_t id) {
    writer.write(StoreStatement::DeleteGroup, {store_value(id)});
    writer.write(StoreStatement::DropGroupMembers, {store_value(id), std::nullopt});
}

void add_member(StoreWriter& writer, std::int32_t group_id, std::int32_t user_id) {
    drop_member(writer, group_id, user_id);
    writer.write(StoreStatement::AddGroupMember, {store_value(group_id), store_value(user_id)});
}

void drop_member(StoreWriter& writer, std::int32_t group_id, std::int32_t user_id) {
    writer.write(StoreStatement::DropGroupMember, {store_value(group_id), store_value(user_id)});
}

} // namespace redstart::sql
