#include "catalog/information/acl_text.hpp"
#include "catalog/information/scalar_function.hpp"
#include "catalog/object/catalog_index.hpp"
#include "catalog/object/object_acl.hpp"
#include "catalog/views/views.hpp"
#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"

#include <algorithm>
#include <cctype>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include <fmt/core.h>

namespace redstart::catalog {

namespace {

using protocol::SqlError;

// A question that one of the functions asks: has_x_privilege([user,] object [, column], privilege).
struct Question {
    User user;
    std::size_t object;                             // argument of the object's name or OID
    std::vector<std::pair<Privilege, bool>> wanted; // the bool: with the option to grant it on
};

// A comma-separated list, "with grant option" behind each (PostgreSQL, has_table_privilege).
std::vector<std::pair<Privilege, bool>> parse_privileges(const std::string& text, Privileges known) {
    std::vector<std::pair<Privilege, bool>> wanted;
    std::size_t at = 0;
    while (at <= text.size()) {
        const auto comma = std::min(text.find(',', at), text.size());
        std::string word;
        for (const char c : text.substr(at, comma - at)) word += static_cast<char>(std::tolower(c));
        const auto first = word.find_first_not_of(' ');
        word = first == std::string::npos ? "" : word.substr(first, word.find_last_not_of(' ') - first + 1);
        const auto option = word.find(" with grant option");
        const bool with_option = option != std::string::npos;
        if (with_option) word.resize(option);
        const auto privilege = privilege_of(word);
        if (!privilege || !has(known, *privilege))
            throw SqlError(protocol::sqlstate::kInvalidParameterValue,
                           fmt::format("unrecognized privilege type: \"{}\"", word));
        wanted.emplace_back(*privilege, with_option);
        at = comma + 1;
    }
    return wanted;
}

// One who is not there, told by id, has no privileges.
User user_asked(FunctionCall& call, std::optional<std::size_t> argument) {
    std::shared_ptr<const User> user;
    if (argument && call.is_text(*argument)) {
        user = call.directories().users.find(call.text(*argument));
        if (!user)
            throw SqlError(protocol::sqlstate::kUndefinedObject,
                           fmt::format("user \"{}\" does not exist", call.text(*argument)));
        return *user;
    }
    const auto id = argument ? static_cast<std::int32_t>(call.integer(*argument)) : call.session().user_id();
    user = find_user(call.directories(), id);
    if (user) return *user;
    User other;
    other.id = id;
    other.superuser = !argument && call.session().superuser();
    return other;
}

// `arguments` is their number when no user is named.
Question question(FunctionCall& call, std::size_t arguments, Privileges known) {
    const bool named = call.size() > arguments;
    return {user_asked(call, named ? std::optional<std::size_t>(0) : std::nullopt), named ? 1U : 0U,
            parse_privileges(call.text(call.size() - 1), known)};
}

// One of them is enough.
bool answer(const Question& asked, const HeldPrivileges& held) {
    return std::any_of(asked.wanted.begin(), asked.wanted.end(), [&](const auto& wanted) {
        return has(held.privileges, wanted.first) && (!wanted.second || has(held.grantable, wanted.first));
    });
}

// Of the system views that a cluster has and that are missing here nobody may anything: nullopt.
std::optional<const RelationRow*> relation_asked(FunctionCall& call, std::size_t argument) {
    if (!call.is_text(argument)) return call.index().find(static_cast<std::uint32_t>(call.integer(argument)));
    const std::string name(call.text(argument));
    if (const auto* found = call.index().find(std::string_view(name))) return found;
    constexpr std::string_view kSchema = "pg_catalog.";
    const auto plain = name.starts_with(kSchema) ? name.substr(kSchema.size()) : name;
    if (known_unsupported_relation(plain)) return std::nullopt;
    throw SqlError(protocol::sqlstate::kUndefinedTable, fmt::format("relation \"{}\" does not exist", name));
}

Datum table_privilege(FunctionCall& call) {
    const auto asked = question(call, 2, all_privileges(ObjectKind::Relation));
    const auto relation = relation_asked(call, asked.object);
    if (!relation) return false;
    if (*relation == nullptr) return {};
    return answer(asked, held_on_relation(**relation, asked.user));
}

constexpr Privileges kOfColumns = Privilege::Select | Privilege::Insert | Privilege::Update | Privilege::References;

Datum any_column_privilege(FunctionCall& call) {
    const auto asked = question(call, 2, kOfColumns);
    const auto relation = relation_asked(call, asked.object);
    if (!relation) return false;
    if (*relation == nullptr) return {};
    if (answer(asked, held_on_relation(**relation, asked.user))) return true;
    const auto columns = attributes(**relation);
    return std::any_of(columns.begin(), columns.end(), [&](const auto& column) {
        return answer(asked, held_on_column(**relation, column.name, asked.user));
    });
}

Datum column_privilege(FunctionCall& call) {
    const auto asked = question(call, 3, kOfColumns);
    const auto relation = relation_asked(call, asked.object);
    if (!relation) return false;
    if (*relation == nullptr) return {};
    const auto name = call.text(asked.object + 1);
    const auto columns = attributes(**relation);
    if (std::none_of(columns.begin(), columns.end(), [&](const auto& column) { return column.name == name; }))
        throw SqlError(protocol::sqlstate::kUndefinedColumn,
                       fmt::format("column \"{}\" of relation \"{}\" does not exist", name, (*relation)->name));
    return answer(asked, held_on_column(**relation, name, asked.user));
}

HeldPrivileges held(const ObjectAcl& object, const User& user) {
    if (user.superuser || object.owner == user.id) return {~Privileges{0}, ~Privileges{0}};
    return {granted_to(object.acl, user), grantable_by(object.acl, user, object.owner)};
}

// Everybody may use the system's schemas; the temporary one is the session's.
HeldPrivileges held_on_schema(FunctionCall& call, const NamespaceRow& schema, const User& user) {
    if (schema.oid == kPgCatalogOid || schema.oid == kInformationSchemaOid)
        return {user.superuser ? ~Privileges{0} : bit(Privilege::Usage), 0};
    if (schema.oid == kTempNamespaceOid) return {~Privileges{0}, 0};
    return held(schema_acl(call.engine(), call.session().database(), schema.name), user);
}

Datum schema_privilege(FunctionCall& call) {
    const auto asked = question(call, 2, Privilege::Create | Privilege::Usage | Privilege::Alter | Privilege::Drop);
    const NamespaceRow* schema = nullptr;
    if (call.is_text(asked.object)) {
        const auto name = call.text(asked.object);
        schema = call.index().find_namespace(std::string_view(name));
        if (schema == nullptr)
            throw SqlError(protocol::sqlstate::kInvalidSchemaName, fmt::format("schema \"{}\" does not exist", name));
    } else {
        schema = call.index().find_namespace(static_cast<std::uint32_t>(call.integer(asked.object)));
        if (schema == nullptr) return {};
    }
    return answer(asked, held_on_schema(call, *schema, asked.user));
}

// The access list of another database than the session's is not looked at: it is taken as it was made (INF).
Datum database_privilege(FunctionCall& call) {
    auto text = call.text(call.size() - 1);
    const bool connects = text == "connect" || text == "CONNECT"; // everybody may
    const auto asked =
        connects ? Question{user_asked(call, call.size() > 2 ? std::optional<std::size_t>(0) : std::nullopt),
                            call.size() > 2 ? 1U : 0U,
                            {}}
                 : question(call, 2, Privilege::Create | Privilege::Temporary | Privilege::Usage | Privilege::Alter);
    std::shared_ptr<const Database> database;
    if (call.is_text(asked.object)) {
        const auto name = call.text(asked.object);
        database = call.directories().databases.find(name);
        if (!database)
            throw SqlError(protocol::sqlstate::kInvalidCatalogName,
                           fmt::format("database \"{}\" does not exist", name));
    } else {
        database = find_database(call.directories(), static_cast<std::uint32_t>(call.integer(asked.object)));
        if (!database) return {};
    }
    if (connects) return true;
    if (database->name != call.session().database())
        return answer(asked,
                      held({database->owner_id, default_acl(ObjectKind::Database, database->owner_id)}, asked.user));
    return answer(asked, held(database_acl(call.engine(), database->name, database->owner_id), asked.user));
}

Datum texts_of(FunctionCall& call, const ObjectAcl& object) {
    if (!object.changed) return {};
    return acl_texts(object.acl, call.directories());
}

Datum relation_acl_texts(FunctionCall& call) {
    const auto* relation = call.index().find(static_cast<std::uint32_t>(call.integer(0)));
    if (relation == nullptr || relation->entry == nullptr) return {};
    return texts_of(call, relation_acl(*relation->entry));
}

Datum column_acl_texts(FunctionCall& call) {
    const auto* relation = call.index().find(static_cast<std::uint32_t>(call.integer(0)));
    if (relation == nullptr || relation->entry == nullptr) return {};
    const auto acl = column_acl(*relation->entry, call.text(1));
    return acl.empty() ? Datum() : Datum(acl_texts(acl, call.directories()));
}

Datum schema_acl_texts(FunctionCall& call) {
    const auto* schema = call.index().find_namespace(static_cast<std::uint32_t>(call.integer(0)));
    if (schema == nullptr || schema->oid == kPgCatalogOid || schema->oid == kInformationSchemaOid ||
        schema->oid == kTempNamespaceOid)
        return {};
    auto object = schema_acl(call.engine(), call.session().database(), schema->name);
    object.changed |= schema->name == "public"; // its default is more than its owner's
    return texts_of(call, object);
}

Datum database_acl_texts(FunctionCall& call) {
    const auto database = find_database(call.directories(), static_cast<std::uint32_t>(call.integer(0)));
    if (!database || database->name != call.session().database()) return {};
    return texts_of(call, database_acl(call.engine(), database->name, database->owner_id));
}

#define REDSTART_PRIVILEGE_FORMS(name, body, column)                                                                   \
    {name, "object text" column ", privilege text", "result boolean", Stability::Stable, body},                        \
        {name, "object oid" column ", privilege text", "result boolean", Stability::Stable, body},                     \
        {name, "grantee name, object text" column ", privilege text", "result boolean", Stability::Stable, body},      \
        {name, "grantee name, object oid" column ", privilege text", "result boolean", Stability::Stable, body},       \
        {name, "grantee oid, object text" column ", privilege text", "result boolean", Stability::Stable, body}, {     \
        name, "grantee oid, object oid" column ", privilege text", "result boolean", Stability::Stable, body           \
    }

constexpr auto kFunctions = std::to_array<ScalarFunction>({
    REDSTART_PRIVILEGE_FORMS("has_table_privilege", table_privilege, ""),
    REDSTART_PRIVILEGE_FORMS("has_any_column_privilege", any_column_privilege, ""),
    REDSTART_PRIVILEGE_FORMS("has_column_privilege", column_privilege, ", attribute name"),
    REDSTART_PRIVILEGE_FORMS("has_schema_privilege", schema_privilege, ""),
    REDSTART_PRIVILEGE_FORMS("has_database_privilege", database_privilege, ""),
    // What relacl and its like print; NULL where nothing was granted.
    {"rs_relation_acl", "relation oid", "result aclitem[]", Stability::Stable, relation_acl_texts},
    {"rs_column_acl", "relation oid, name text", "result aclitem[]", Stability::Stable, column_acl_texts},
    {"rs_schema_acl", "schema oid", "result aclitem[]", Stability::Stable, schema_acl_texts},
    {"rs_database_acl", "database oid", "result aclitem[]", Stability::Stable, database_acl_texts},
});

#undef REDSTART_PRIVILEGE_FORMS

} // namespace

std::span<const ScalarFunction> privilege_functions() { return kFunctions; }

} // namespace redstart::catalog
