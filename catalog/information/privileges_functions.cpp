#include "catalog/information/scalar_function.hpp"
#include "catalog/object/catalog_index.hpp"
#include "catalog/views/views.hpp"
#include "protocol/error.hpp"
#include "protocol/sqlstate.hpp"

#include <algorithm>
#include <cctype>

namespace redstart::catalog {

namespace {

using protocol::SqlError;
using Names = std::initializer_list<std::string_view>;

// Which arguments are what: has_x_privilege([user,] object [, column], privilege).
struct Question {
    bool superuser;
    std::size_t object; // argument of the object's name or OID
};

// Redshift accepts a comma-separated list and "with grant option" behind each (PostgreSQL, has_table_privilege).
void check_privileges(const std::string& text, Names known) {
    std::size_t at = 0;
    while (at <= text.size()) {
        const auto comma = std::min(text.find(',', at), text.size());
        std::string word;
        for (const char c : text.substr(at, comma - at)) word += static_cast<char>(std::tolower(c));
        const auto first = word.find_first_not_of(' ');
        word = first == std::string::npos ? "" : word.substr(first, word.find_last_not_of(' ') - first + 1);
        if (const auto option = word.find(" with grant option"); option != std::string::npos) word.resize(option);
        if (std::find(known.begin(), known.end(), word) == known.end())
            throw SqlError(protocol::sqlstate::kInvalidParameterValue, "unrecognized privilege type: \"" + word + "\"");
        at = comma + 1;
    }
}

bool is_superuser(FunctionCall& call, std::size_t argument) {
    std::shared_ptr<const User> user;
    if (call.is_text(argument)) {
        user = call.directories().users.find(call.text(argument));
        if (!user)
            throw SqlError(protocol::sqlstate::kUndefinedObject, "user \"" + call.text(argument) + "\" does not exist");
    } else {
        user = find_user(call.directories(), static_cast<std::int32_t>(call.integer(argument)));
    }
    return user && user->superuser;
}

// `arguments` is their number when no user is named.
Question question(FunctionCall& call, std::size_t arguments, Names known) {
    check_privileges(call.text(call.size() - 1), known);
    const bool named = call.size() > arguments;
    return {named ? is_superuser(call, 0) : call.session().superuser(), named ? 1U : 0U};
}

// Grants do not exist yet: everyone may do everything with an object that is there, but regular users may not read the
// system views that are for superusers, and nobody those of a cluster that are missing here.
Datum may_use(FunctionCall& call, const Question& asked) {
    const RelationRow* found = nullptr;
    if (call.is_text(asked.object)) {
        const std::string name(call.text(asked.object));
        found = call.index().find(std::string_view(name));
        constexpr std::string_view kSchema = "pg_catalog.";
        const auto plain = name.starts_with(kSchema) ? name.substr(kSchema.size()) : name;
        if (found == nullptr && known_unsupported_relation(plain)) return false;
        if (found == nullptr)
            throw SqlError(protocol::sqlstate::kUndefinedTable, "relation \"" + name + "\" does not exist");
    } else {
        found = call.index().find(static_cast<std::uint32_t>(call.integer(asked.object)));
    }
    if (found == nullptr) return {};
    const auto* view = found->entry == nullptr ? find_view(found->oid) : nullptr;
    return asked.superuser || view == nullptr || view->access != Access::Superuser;
}

Datum table_privilege(FunctionCall& call) {
    const auto asked = question(
        call, 2,
        {"select", "insert", "update", "delete", "rule", "references", "trigger", "drop", "truncate", "alter"});
    return may_use(call, asked);
}

Datum any_column_privilege(FunctionCall& call) {
    const auto asked = question(call, 2, {"select", "insert", "update", "references"});
    return may_use(call, asked);
}

Datum column_privilege(FunctionCall& call) {
    const auto asked = question(call, 3, {"select", "insert", "update", "references"});
    return may_use(call, asked);
}

Datum schema_privilege(FunctionCall& call) {
    const auto asked = question(call, 2, {"create", "usage", "alter", "drop"});
    if (!call.is_text(asked.object)) {
        const auto oid = static_cast<std::uint32_t>(call.integer(asked.object));
        return call.index().find_namespace(oid) == nullptr ? Datum() : Datum(true);
    }
    const auto name = call.text(asked.object);
    if (call.index().find_namespace(std::string_view(name)) != nullptr) return true;
    throw SqlError(protocol::sqlstate::kInvalidSchemaName, "schema \"" + name + "\" does not exist");
}

Datum database_privilege(FunctionCall& call) {
    const auto asked = question(call, 2, {"create", "connect", "temporary", "temp", "usage", "alter"});
    if (!call.is_text(asked.object)) {
        const auto oid = static_cast<std::uint32_t>(call.integer(asked.object));
        return find_database(call.directories(), oid) ? Datum(true) : Datum();
    }
    const auto name = call.text(asked.object);
    if (call.directories().databases.find(name)) return true;
    throw SqlError(protocol::sqlstate::kInvalidCatalogName, "database \"" + name + "\" does not exist");
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
});

#undef REDSTART_PRIVILEGE_FORMS

} // namespace

std::span<const ScalarFunction> privilege_functions() { return kFunctions; }

} // namespace redstart::catalog
