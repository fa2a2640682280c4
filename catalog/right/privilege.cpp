#include "catalog/right/privilege.hpp"

#include <algorithm>
#include <array>

namespace redstart::catalog {
namespace {

struct Row {
    Privilege privilege;
    char letter;
    std::string_view lower;
    std::string_view word;
};

constexpr auto kRows = std::to_array<Row>({
    {Privilege::Insert, 'a', "insert", "INSERT"},
    {Privilege::Select, 'r', "select", "SELECT"},
    {Privilege::Update, 'w', "update", "UPDATE"},
    {Privilege::Delete, 'd', "delete", "DELETE"},
    {Privilege::Rule, 'R', "rule", "RULE"},
    {Privilege::References, 'x', "references", "REFERENCES"},
    {Privilege::Trigger, 't', "trigger", "TRIGGER"},
    {Privilege::Drop, 'D', "drop", "DROP"},
    {Privilege::Alter, 'A', "alter", "ALTER"},
    {Privilege::Truncate, 'P', "truncate", "TRUNCATE"},
    {Privilege::Execute, 'X', "execute", "EXECUTE"},
    {Privilege::Usage, 'U', "usage", "USAGE"},
    {Privilege::Create, 'C', "create", "CREATE"},
    {Privilege::Temporary, 'T', "temporary", "TEMP"},
});

const Row& row_of(Privilege privilege) noexcept {
    return *std::find_if(kRows.begin(), kRows.end(), [=](const Row& row) { return row.privilege == privilege; });
}

} // namespace

Privileges all_privileges(ObjectKind kind) noexcept {
    switch (kind) {
    case ObjectKind::Schema: return Privilege::Usage | Privilege::Create;
    case ObjectKind::Database: return Privilege::Create | Privilege::Temporary;
    case ObjectKind::Relation: break;
    }
    return Privilege::Insert | Privilege::Select | Privilege::Update | Privilege::Delete | Privilege::Rule |
           Privilege::References | Privilege::Trigger | Privilege::Drop | Privilege::Alter | Privilege::Truncate;
}

std::string_view kind_name(ObjectKind kind) noexcept {
    switch (kind) {
    case ObjectKind::Schema: return "schema";
    case ObjectKind::Database: return "database";
    case ObjectKind::Relation: break;
    }
    return "relation";
}

std::optional<Privilege> privilege_of(std::string_view word) noexcept {
    if (word == "temp") return Privilege::Temporary;
    for (const auto& row : kRows)
        if (row.lower == word) return row.privilege;
    return std::nullopt;
}

std::string_view word_of(Privilege privilege) noexcept { return row_of(privilege).word; }

char letter_of(Privilege privilege) noexcept { return row_of(privilege).letter; }

std::optional<Privilege> privilege_of_letter(char letter) noexcept {
    for (const auto& row : kRows)
        if (row.letter == letter) return row.privilege;
    return std::nullopt;
}

std::vector<Privilege> each_of(Privileges set) {
    std::vector<Privilege> privileges;
    for (const auto& row : kRows)
        if (has(set, row.privilege)) privileges.push_back(row.privilege);
    return privileges;
}

} // namespace redstart::catalog
